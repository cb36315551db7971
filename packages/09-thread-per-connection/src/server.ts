// Chapter 09: a thread for each connection. The main thread accepts; a worker thread serves, with chapter 08's code, and ends.

import { close, formatSocketAddress, setsockopt, SO_RCVTIMEO, SOL_SOCKET } from '@bytes-up/posix';
import { Acceptor, type BlockingContext } from '@bytes-up/single-thread-sync';
import { Threads } from './threads';

/**
 * Serves each client in a thread of its own until the stop flag is set. Resolves when the last thread has ended, or the time
 * for it is up, and `listener` is closed.
 * @param listener a socket that listens and blocks
 */
// #region serve
export async function serve(listener: number, context: BlockingContext): Promise<void> {
  const { stop } = context;
  const acceptor = new Acceptor(listener, context);
  const threads = new Threads(context);
  setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, stop.lookEveryMs);
  let count = 0;
  while (!stop.look()) {
    await threads.settle(); // accept blocks this thread: here it hears of those that have ended
    if (threads.count >= threads.max) {
      await threads.pause(); // at the bound, accepting waits
      continue;
    }
    const accepted = acceptor.next();
    if (accepted === undefined) continue;
    const name = `connection ${++count} ${formatSocketAddress(accepted.peer)}`;
    threads.start(accepted.fd, name); // the line that differs: chapter 08 serves the client here
  }
  close(listener);
  await threads.stop(stop);
}
// #endregion serve
