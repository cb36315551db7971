// Chapter 13: an event loop in each of several processes. The master is chapter 11's: it
// forks workers in advance on one listening socket. Each worker runs chapter 12's server.

import { close, forkEventLoop, getpid } from '@bytes-up/posix';
import { WorkerPool } from '@bytes-up/prefork-sync';
import { eventLoopContext, workerGraceMs, StopFlag } from '@bytes-up/server-kit';
import type { BlockingContext, ServeContext, ServeFlags } from '@bytes-up/server-kit';
import { serve as serveWithEventLoop } from '@bytes-up/single-process-async';
import { workerStopSignal } from './worker-stop-signal';

/**
 * Serves in `workers` processes until the stop flag is set. Resolves in the master when
 * the last worker is reaped and `listener` is closed, and in each worker when it has
 * stopped; the process then exits.
 * @param listener a listening socket. The master's event loop must not watch any socket,
 *   because its children would read from it too.
 */
// #region serve
export async function serve(listener: number, context: BlockingContext): Promise<void> {
  const { stop } = context;
  const workers = new WorkerPool(context.flags.workers ?? 1, context);
  while (!stop.poll()) {
    workers.reap(); // those that died
    if (workers.fork() === 'worker') return serveInWorker(listener, context);
    // until one dies, a signal comes, or it is time to poll the stop flag
    workers.sleep();
  }
  close(listener); // the master's copy: it never accepts
  await workers.stop();
}

async function serveInWorker(listener: number, { flags }: BlockingContext): Promise<void> {
  forkEventLoop(); // until then it shares the epoll instance of the master's loop
  const stopSignal = workerStopSignal();
  const server = await serveWithEventLoop(workerContext(flags, getpid()), { fd: listener });
  await stopSignal;
  await server.stop();
}
// #endregion serve

/** The context of a worker with an event loop. Its handlers may return promises. */
export function workerContext(flags: ServeFlags, pid: number): ServeContext {
  const stop = new StopFlag(workerGraceMs(flags.limits.graceMs));
  return eventLoopContext(flags, stop, `process ${pid} `);
}
