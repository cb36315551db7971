// Chapter 13, an event loop in each of several processes. Chapters 14 and 17 build on its
// workers.
export { NodeWorkerPool } from './node-worker-pool';
export { contextOfWorker, serve } from './server';
export { stopOfWorker } from './stop-of-worker';
