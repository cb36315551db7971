// Chapter 11: processes forked in advance. Chapters 13 and 14 use the same WorkerPool.
export { RestartBackoff } from './restart-backoff';
export { serve } from './server';
export { describeEnd, WorkerPool } from './worker-pool';
