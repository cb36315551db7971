// Chapter 13: an event loop in each of several processes. The workers of chapter 11, forked in advance on one listening
// socket; each of them is the server of chapter 12.

import { close, forkEventLoop, getpid } from '@bytes-up/posix';
import { Workforce } from '@bytes-up/prefork-sync';
import { serverContext } from '@bytes-up/server-kit';
import { startServer } from '@bytes-up/single-process-async';
import type { BlockingContext } from '@bytes-up/single-thread-sync';
import { stopOfWorker } from './stop-of-worker';

/**
 * Serves in as many processes as there are workers, until the stop flag is set. Resolves in the master when the last worker
 * is reaped and `listener` is closed, and in each worker when it has stopped: the process then ends.
 * @param listener a socket that listens. The master's event loop watches no socket at all: a child would read from it too.
 */
// #region serve
export async function serve(listener: number, context: BlockingContext): Promise<void> {
  const workforce = new Workforce(context.options.workers ?? 1, context.log);
  if (workforce.keep(context.stop) === 'worker') return serveInWorker(listener, context);
  close(listener);
  workforce.stop(context.stop);
}

async function serveInWorker(listener: number, { options }: BlockingContext): Promise<void> {
  forkEventLoop(); // the copy of the master's loop is of no use
  const stopAsked = stopOfWorker();
  const server = await startServer(serverContext(options, `process ${getpid()} `), {
    fd: listener,
  });
  await stopAsked;
  await server.stop();
}
// #endregion serve
