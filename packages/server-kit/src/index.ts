// What all servers of the course share and no chapter teaches (docs/protocol.md, section
// 14).
export * from './acceptor';
export * from './close-reasons';
export * from './context';
export * from './descriptors';
export * from './engine';
export * from './grace';
export * from './log';
export * from './options';
export * from './ready';
export * from './runner';
export * from './shortage';
export * from './stop-flag';
export * from './trace';
export * from './turn';
