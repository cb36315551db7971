// What all servers of the course share and no chapter teaches (docs/protocol.md, section
// 14).
export * from './command/engine';
export * from './command/options';
export * from './command/ready';
export * from './command/runner';
export * from './command/spec';
export * from './log/log';
export * from './log/trace';
export * from './serving/acceptor';
export * from './serving/close-reasons';
export * from './serving/context';
export * from './serving/descriptors';
export * from './serving/flags';
export * from './serving/grace';
export * from './serving/shortage';
export * from './serving/stop-flag';
export * from './serving/turn';
