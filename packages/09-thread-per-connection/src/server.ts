// Chapter 09: a thread for each connection. The main thread accepts; a worker thread
// serves the client with chapter 08's code, and ends.

import { Acceptor, type BlockingContext } from '@bytes-up/server-kit';
import { Threads } from './threads';

/**
 * Serves each client in its own thread until the stop flag is set. Resolves when the last
 * thread has ended, or the grace period expires. The acceptor closes `listener`.
 * @param listener a listening socket that blocks
 */
// #region serve
export async function serve(listener: number, context: BlockingContext): Promise<void> {
  const { stop } = context;
  const acceptor = new Acceptor(listener, context);
  const workers = new Threads(context);
  while (!stop.poll()) {
    await workers.reap(); // those that ended; at the bound, waits until one has
    const client = acceptor.accept(); // blocks until a client connects
    if (client === undefined) continue; // a signal, or time to poll the stop flag
    const { fd, name } = client;
    workers.start(fd, name); // a thread of its own serves this client
  }
  await workers.stop();
}
// #endregion serve
