// Chapter 08: one thread, and every call blocks. The server serves a client until it
// leaves, and then accepts the next one.

import { Acceptor, type BlockingContext } from '@bytes-up/server-kit';
import { serveConnection } from './connection';

/**
 * Serves one client after the other until the stop flag is set. Resolves when the last
 * one has left. The acceptor closes `listener` at the stop, even if a client is still
 * being served.
 * @param listener a listening socket that blocks
 */
// #region serve
export async function serve(listener: number, context: BlockingContext): Promise<void> {
  const { stop } = context;
  const acceptor = new Acceptor(listener, context);
  while (!stop.poll()) {
    const client = acceptor.accept(); // blocks until a client connects
    if (client === undefined) continue; // a signal, or time to poll the stop flag
    const { fd, name } = client;
    serveConnection(fd, name, context); // blocks until this client has left
  }
}
// #endregion serve
