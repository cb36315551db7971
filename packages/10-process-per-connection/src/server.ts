// Chapter 10: a process for each connection. The parent accepts; a forked child serves, with chapter 08's code, and ends.

import { close, formatSocketAddress, setsockopt, SO_RCVTIMEO, SOL_SOCKET } from '@bytes-up/posix';
import { Acceptor, serveConnection, type BlockingContext } from '@bytes-up/single-thread-sync';
import { Children, pause } from './children';
import { inChild } from './in-child';
import { Forker } from './refuse';

/**
 * Serves each client in a process of its own until the stop flag is set. Returns in the parent when the last child is reaped
 * and `listener` is closed, and in each child when its client has left: the process then ends.
 * @param listener a socket that listens and blocks
 */
// #region serve
export function serve(listener: number, context: BlockingContext): void {
  const { stop, limits } = context;
  const acceptor = new Acceptor(listener, context);
  const children = new Children();
  const forker = new Forker(children, context);
  setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, stop.lookEveryMs);
  let count = 0;
  while (!stop.look()) {
    children.reap(); // at least once in lookEveryMs, also while nobody connects
    if (children.count >= limits.maxConnections) {
      pause(); // at the bound, accepting waits
      continue;
    }
    const accepted = acceptor.next();
    if (accepted === undefined) continue;
    const name = `connection ${++count} ${formatSocketAddress(accepted.peer)}`;
    const pid = forker.forkOrRefuse(accepted.fd, name);
    if (pid === 0) {
      close(listener); // the child's copy: only the parent accepts
      const own = inChild(context);
      return serveConnection(accepted.fd, own.who + name, own);
    }
    if (pid !== undefined) close(accepted.fd); // the parent's copy: the connection ends when the child closes its own
  }
  close(listener);
  children.stop(stop);
}
// #endregion serve
