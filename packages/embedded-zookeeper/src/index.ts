// An embedded ZooKeeper, the real one with the same methods, and a proxy that injects
// network faults between clients and either of them.
export { FaultyProxy } from './faulty-proxy';
export { RealEnsemble } from './real/real-ensemble';
export { whyNotReal } from './real/real-node';
export { RealZooKeeper } from './real/real-zookeeper';
export { EmbeddedZooKeeper, type EmbeddedOptions } from './server/server';
