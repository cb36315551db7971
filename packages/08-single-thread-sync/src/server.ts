// Chapter 08: one thread, and every call blocks. A client is served until it leaves; then the next one.

import { close, formatSocketAddress, setsockopt, tryAccept4 } from '@bytes-up/posix';
import { SO_RCVTIMEO, SOL_SOCKET, SystemError, type Accepted } from '@bytes-up/posix';
import type { BlockingContext } from './blocking-command';
import { serveConnection } from './connection';

/**
 * Serves one client after the other until the stop flag is set. Returns when the last one has left and `listener` is closed.
 * @param listener a socket that listens and blocks
 */
// #region serve
export function serve(listener: number, context: BlockingContext): void {
  const { stop } = context;
  setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, stop.lookEveryMs); // accept honours it too
  stop.whenNoticed(() => close(listener)); // also while a client is being served
  let count = 0;
  while (!stop.look()) {
    const accepted = acceptNext(listener); // blocks until somebody connects
    if (accepted === undefined) continue; // a signal, or time to look at the flag
    const name = `${context.who}connection ${++count} ${formatSocketAddress(accepted.peer)}`;
    serveConnection(accepted.fd, name, context); // blocks until this client has left
  }
}
// #endregion serve

/**
 * What accept reports of a connection that broke before it was accepted (`man 2 accept`): the listener is as good as before.
 * And EINVAL: somebody shut the listening socket down to end the accepts that wait (chapter 09's pool).
 */
const NO_CONNECTION = new Set(
  'ECONNABORTED ENETDOWN EPROTO ENOPROTOOPT EHOSTDOWN EHOSTUNREACH ENETUNREACH EINVAL'.split(' '),
);

/**
 * The next connection; undefined when accept came back without one.
 * @param flags SOCK_NONBLOCK, SOCK_CLOEXEC for the new descriptor
 * @throws SystemError what is wrong with the listener
 */
export function acceptNext(listener: number, flags = 0): Accepted | undefined {
  try {
    const accepted = tryAccept4(listener, flags);
    return typeof accepted === 'string' ? undefined : accepted;
  } catch (error) {
    if (error instanceof SystemError && NO_CONNECTION.has(error.code)) return undefined;
    throw error;
  }
}
