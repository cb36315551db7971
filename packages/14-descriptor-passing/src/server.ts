// Chapter 14: the master accepts each connection and passes its descriptor to a worker,
// through a UNIX socket. See SCM_RIGHTS in `man 7 unix`, and `man 2 poll`.

import { Acceptor, type BlockingContext } from '@bytes-up/server-kit';
import { ChannelPool } from './channel-pool';
import { Master } from './master';
import { roundRobin } from './policy';
import { serveInWorker } from './worker';

/**
 * Serves until the stop flag is set. Resolves in the master when the last worker is
 * reaped, and in each worker when it has stopped; the process then exits. The acceptor
 * closes `listener`.
 * @param listener a listening socket
 * @param choose which worker gets the next connection
 */
// #region serve
export async function serve(
  listener: number,
  context: BlockingContext,
  choose = roundRobin(),
): Promise<void> {
  const { stop } = context;
  const acceptor = new Acceptor(listener, context);
  const workers = new ChannelPool(context.flags.workers ?? 1, context);
  const master = new Master(listener, acceptor, workers, choose, context);
  while (!stop.poll()) {
    workers.reap(); // those that died
    if (workers.fork() === 'worker') {
      acceptor.close(); // the worker's copies: only the master accepts and passes
      master.closePending();
      return serveInWorker(workers.channel, context);
    }
    // until a client connects, a worker reports, a signal comes, or time to poll
    master.wait();
    while (master.passNext()); // accept, choose a worker, sendmsg, close
  }
  await workers.stop();
}
// #endregion serve
