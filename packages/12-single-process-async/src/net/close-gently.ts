// How a connection is closed without losing its last answer (protocol.md, section 11).

import type { Socket } from 'node:net';

/**
 * Shuts down the sending side once the kernel has all answers, then reads and discards
 * until the client has closed too, for `lingerMs` at most. Closing with unread input
 * would send a reset instead.
 */
// #region close
export function closeGently(socket: Socket, lingerMs: number, onShutDown?: () => void): void {
  socket.removeAllListeners('data');
  socket.end(() => {
    if (socket.destroyed) return;
    const destroy = (): unknown => socket.destroy();
    // What has come is read before the time is up: an immediate runs after the sockets.
    const linger = setTimeout(() => setImmediate(destroy), lingerMs);
    socket.once('close', () => clearTimeout(linger));
    socket.resume(); // a flowing stream without a listener discards what it reads
    onShutDown?.();
  });
}
// #endregion close
