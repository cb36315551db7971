// A ZooKeeper server inside the process: for learning and tests.
export { EmbeddedZooKeeper, type EmbeddedOptions } from './server';
