// Chapter 11: processes forked in advance. Each is chapter 08's server on the same
// listening socket; the master only keeps their number constant.

import { close } from '@bytes-up/posix';
import { inChild } from '@bytes-up/process-per-connection';
import type { BlockingContext } from '@bytes-up/server-kit';
import { serve as serveOneByOne } from '@bytes-up/single-thread-sync';
import { WorkerPool } from './worker-pool';

/**
 * Serves as many clients at a time as there are workers, until the stop flag is set.
 * Resolves in the master when `listener` is closed and the last worker is reaped, and in
 * each worker when it has stopped; the process then exits.
 * @param listener a listening socket that blocks
 */
// #region serve
export async function serve(listener: number, context: BlockingContext): Promise<void> {
  const { stop } = context;
  const workers = new WorkerPool(sizeOf(context), context);
  while (!stop.poll()) {
    workers.reap(); // those that died
    if (workers.fork() === 'worker') return serveInWorker(listener, context);
    // until one dies, a signal comes, or it is time to poll the stop flag
    workers.sleep();
  }
  close(listener); // the master's copy: it never accepts
  await workers.stop();
}

function serveInWorker(listener: number, context: BlockingContext): Promise<void> {
  return serveOneByOne(listener, inChild(context)); // blocks in accept, like its siblings
}
// #endregion serve

function sizeOf({ flags, limits }: BlockingContext): number {
  return Math.min(flags.workers ?? 1, limits.maxConnections);
}
