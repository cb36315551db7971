// The protocol that all chapters, clients and servers share. No I/O here.
export * from './address';
export * from './dispatch';
export * from './json';
export * from './limits';
export * from './messages';
export * from './ping-and-pi';
export * from './rpc-error';
export * from './service';
export * from './test-methods';
export * from './usage-error';
