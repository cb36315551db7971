// Chapter 08: single thread, synchronous. Chapters 09, 10 and 11 run serveConnection in
// threads and processes.
export { BlockingSocket } from './blocking-socket';
export { serveConnection } from './connection';
export { refuseConnection } from './refuse';
export { serve } from './server';
