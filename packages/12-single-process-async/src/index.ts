// Chapter 12, single process, asynchronous: the server on node:net (chapter 13 takes it)
// and the loop by hand (chapter 14).
export { EventLoop, type Watcher } from './epoll/event-loop';
export { EpollConnections } from './epoll/server';
export { FULL, Refusals } from './net/refusals';
export { Connections, serve, SOCKET_OPTIONS, startServer } from './net/server';
