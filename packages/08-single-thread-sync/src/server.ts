// Chapter 08: one thread, and every call blocks. A client is served until it leaves; then the next one.

import { close, formatSocketAddress, setsockopt, SO_RCVTIMEO, SOL_SOCKET } from '@bytes-up/posix';
import { Acceptor } from './acceptor';
import type { BlockingContext } from './blocking-command';
import { serveConnection } from './connection';

/**
 * Serves one client after the other until the stop flag is set. Returns when the last one has left and `listener` is closed.
 * @param listener a socket that listens and blocks
 * @param serveClient serves one connection and closes it; chapter 09's pool takes notes around it
 */
// #region serve
export function serve(
  listener: number,
  context: BlockingContext,
  serveClient = serveConnection,
): void {
  const { stop } = context;
  const acceptor = new Acceptor(listener, context);
  setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, stop.lookEveryMs); // accept honours it too
  stop.whenNoticed(() => close(listener)); // also while a client is being served
  let count = 0;
  while (!stop.look()) {
    const accepted = acceptor.next(); // blocks until somebody connects
    if (accepted === undefined) continue; // a signal, or time to look at the flag
    const name = `${context.who}connection ${++count} ${formatSocketAddress(accepted.peer)}`;
    serveClient(accepted.fd, name, context); // blocks until this client has left
  }
}
// #endregion serve
