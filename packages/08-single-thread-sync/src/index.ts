// Chapter 08, single thread, synchronous. Chapters 09, 10 and 11 differ in who calls serveConnection; the rest they take from here.
export * from './blocking-command';
export { serveConnection, type ConnectionContext } from './connection';
export { BlockingSocket } from './blocking-socket';
export { acceptNext, serve } from './server';
export * from './stop-flag';
