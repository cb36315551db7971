// System calls under their UNIX names: `man 2 accept` is the documentation. Nothing here
// knows about RPC.
export * from './child';
export * from './descriptor-passing';
export * from './epoll';
export { errnoName, errnoNumbers, strerror, SystemError, type NotNow } from './errno';
export * from './exec';
export * from './fcntl';
export * from './file';
export * from './fork-flags';
export { UnsupportedCallError } from './libc';
export * from './nanosleep';
export * from './poll';
export * from './process';
export * from './resource-limit';
export * from './send-recv';
export * from './signal';
export * from './socket';
export { AF_INET, AF_INET6, AF_UNIX, familyOf, formatSocketAddress } from './socket-address';
export type { SocketAddress } from './socket-address';
export * from './socket-options';
export * from './thread';
