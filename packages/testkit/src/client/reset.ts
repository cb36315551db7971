// The abrupt end of a connection.

import type { Socket } from 'node:net';

/**
 * Resets the connection, and sends nothing before that. `resetAndDestroy` closes the
 * sending side first, so the peer may see an orderly end instead of a reset.
 */
export function reset(socket: Socket): void {
  // the flag that makes Node's own `destroy` reset (lib/net.js)
  (socket as Socket & { resetAndClosing?: boolean }).resetAndClosing = true;
  socket.destroy();
}
