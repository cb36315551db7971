// The contract of a server command, once for every server of the course (docs/protocol.md, section 14).
export * from './descriptors';
export * from './log';
export * from './options';
export * from './ready';
export * from './run';
export * from './trace';
