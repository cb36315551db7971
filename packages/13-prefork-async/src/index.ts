// Chapter 13, an event loop in each of several processes. Chapter 14 and the practice stand on its workers.
export { NodeWorkforce } from './node-workforce';
export { serve } from './server';
export { stopOfWorker } from './stop-of-worker';
