// Chapter 11: processes made in advance. Each is a server of chapter 08 on the same listening socket; the master only keeps
// their number.

import { close } from '@bytes-up/posix';
import { inChild } from '@bytes-up/process-per-connection';
import { serve as serveOneByOne, type BlockingContext } from '@bytes-up/single-thread-sync';
import { Workforce } from './workforce';

/**
 * Serves as many clients at a time as there are workers, until the stop flag is set. Returns in the master when the last
 * worker is reaped and `listener` is closed, and in each worker when it has stopped: the process then ends.
 * @param listener a socket that listens and blocks
 */
// #region serve
export function serve(listener: number, context: BlockingContext): void {
  const { stop, options, limits } = context;
  const size = Math.min(options.workers ?? 1, limits.maxConnections);
  const workforce = new Workforce(size, context.log);
  if (workforce.keep(stop) === 'worker') {
    return serveOneByOne(listener, inChild(context)); // blocks in accept, as all its brothers do
  }
  close(listener); // the master never accepts: it is the workers' copies that matter
  workforce.stop(stop);
}
// #endregion serve
