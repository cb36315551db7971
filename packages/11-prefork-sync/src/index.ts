// Chapter 11, processes forked in advance. Chapters 13 and 14 keep their workers in the
// same way.
export { RestartBackoff } from './restart-backoff';
export { serve } from './server';
export { describeEnd, WorkerPool } from './worker-pool';
