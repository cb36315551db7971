// How a connection is closed without losing its last answer (docs/protocol.md, section 11).

import type { Socket } from 'node:net';

/**
 * Shuts down the sending side once all answers are with the kernel, then reads and discards until the client
 * has closed too, for `lingerMs` at most. Closing with unread input would send a reset instead.
 */
// #region close
export function closeGently(socket: Socket, lingerMs: number): void {
  socket.removeAllListeners('data');
  socket.end(() => {
    if (socket.destroyed) return;
    const destroy = (): unknown => socket.destroy();
    const linger = setTimeout(() => setImmediate(destroy), lingerMs); // what has come is read first
    socket.once('close', () => clearTimeout(linger));
    socket.resume(); // a flowing stream without a listener discards what it reads
  });
}
// #endregion close
