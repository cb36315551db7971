// Chapter 13, an event loop in each of several processes. Chapters 14 and 17 build on its
// workers.
export { NodeWorkerPool } from './node-worker-pool';
export { workerContext, serve } from './server';
export { workerStopSignal } from './worker-stop-signal';
