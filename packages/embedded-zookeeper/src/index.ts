// A ZooKeeper inside the process, the real one beside it, and a proxy that spoils the way
// to either.
export { FaultyProxy } from './faulty-proxy';
export { RealEnsemble } from './real/real-ensemble';
export { whyNotReal } from './real/real-node';
export { RealZooKeeper } from './real/real-zookeeper';
export { EmbeddedZooKeeper, type EmbeddedOptions } from './server/server';
