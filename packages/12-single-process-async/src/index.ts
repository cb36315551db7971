// Chapter 12, single process, asynchronous: the server on node:net (chapter 13 takes it) and the loop by hand (chapter 14).
export { EventLoop, type Watcher } from './epoll/event-loop';
export { EpollServer, serveWithEpoll } from './epoll/server';
export { FULL, Refusals } from './net/refusals';
export { ConnectionSet, SOCKET_OPTIONS, startServer } from './net/server';
