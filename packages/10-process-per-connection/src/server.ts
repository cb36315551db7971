// Chapter 10: a process for each connection. The parent accepts; a forked child serves
// the client with chapter 08's code, and exits.

import { close } from '@bytes-up/posix';
import { Acceptor, type BlockingContext } from '@bytes-up/server-kit';
import { serveConnection } from '@bytes-up/single-thread-sync';
import { inChild } from './in-child';
import { Processes } from './processes';

/**
 * Serves each client in its own process until the stop flag is set. Resolves in the
 * parent when the last child is reaped, and in each child when its client has left; the
 * process then exits. The acceptor closes `listener`.
 * @param listener a listening socket that blocks
 */
// #region serve
export async function serve(listener: number, context: BlockingContext): Promise<void> {
  const { stop } = context;
  const acceptor = new Acceptor(listener, context);
  const workers = new Processes(context);
  while (!stop.poll()) {
    await workers.reap(); // those that ended; at the bound, waits until one has
    const client = acceptor.accept(); // blocks until a client connects
    if (client === undefined) continue; // a signal, or time to poll the stop flag
    const { fd, name } = client;
    // returns twice: in the parent, and in the child with 0
    const pid = workers.fork(fd, name);
    if (pid === 0) {
      acceptor.close(); // the child's copy: only the parent accepts
      const own = inChild(context);
      return serveConnection(fd, own.who + name, own);
    }
    if (pid !== undefined) close(fd); // the parent's copy: now only the child's is left
  }
  await workers.stop();
}
// #endregion serve
