// Chapter 14: the master accepts, and passes each connection to a worker: the descriptor itself, through a UNIX socket.
// `man 7 unix`, SCM_RIGHTS; `man 2 poll`.

import { close, setNonBlocking } from '@bytes-up/posix';
import type { BlockingContext } from '@bytes-up/single-thread-sync';
import { Crew } from './crew';
import { Master } from './master';
import { policyNamed } from './policy';
import { serveInWorker } from './worker';

/**
 * Serves until the stop flag is set. Returns in the master when the last worker is reaped and `listener` is closed, and in each
 * worker when it has stopped: the process then ends.
 * @param listener a socket that listens
 */
// #region serve
export function serve(listener: number, context: BlockingContext): void {
  const { options, log, stop } = context;
  setNonBlocking(listener);
  const crew = new Crew(options.workers ?? 1, log);
  const master = new Master(listener, crew, policyNamed(options.choices['policy']), context);
  const channel = master.run();
  if (channel !== undefined) {
    close(listener); // only the master accepts
    return serveInWorker(channel, context);
  }
  close(listener);
  crew.stop(stop);
}
// #endregion serve
