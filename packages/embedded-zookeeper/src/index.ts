// A ZooKeeper inside the process, the real one beside it, and a proxy that spoils the way to either.
export { FaultyProxy } from './faulty-proxy';
export { RealZooKeeper, whyNotReal } from './real-zookeeper';
export { EmbeddedZooKeeper, type EmbeddedOptions } from './server';
