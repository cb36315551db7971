// Chapter 08, single thread, synchronous. Chapters 09, 10 and 11 differ in who calls serveConnection; the rest they take from here.
export { Acceptor } from './acceptor';
export * from './blocking-command';
export { serveConnection, type ConnectionContext } from './connection';
export { BlockingSocket } from './blocking-socket';
export { refuseConnection } from './refuse';
export { serve } from './server';
export { isShortage, Shortage } from './shortage';
export * from './stop-flag';
