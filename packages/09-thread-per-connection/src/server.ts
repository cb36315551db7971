// Chapter 09: a thread for each connection. The main thread accepts; a worker thread
// serves, with chapter 08's code, and ends.

import { Acceptor, type BlockingContext } from '@bytes-up/server-kit';
import { Threads } from './threads';

/**
 * Serves each client in a thread of its own until the stop flag is set. Resolves when the
 * last thread has ended, or the grace period is over. The acceptor closes `listener`.
 * @param listener a socket that listens and blocks
 */
// #region serve
export async function serve(listener: number, context: BlockingContext): Promise<void> {
  const { stop } = context;
  const acceptor = new Acceptor(listener, context);
  const workers = new Threads(context);
  while (!stop.poll()) {
    await workers.reap(); // at the bound, until one has ended
    const client = acceptor.accept(); // blocks until a client connects
    if (client === undefined) continue; // a signal, or time to poll the stop flag
    const { fd, name } = client;
    workers.start(fd, name); // a thread of its own serves this client
  }
  await workers.stop();
}
// #endregion serve
