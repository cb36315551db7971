// The abrupt end of a connection.

import type { Socket } from 'node:net';

/**
 * Resets the connection, and sends nothing before that. `resetAndDestroy` closes the
 * sending side first, so that the other side may see an orderly end and no reset.
 */
export function reset(socket: Socket): void {
  // the mark by which Node's own `destroy` knows that it has to reset (lib/net.js)
  (socket as Socket & { resetAndClosing?: boolean }).resetAndClosing = true;
  socket.destroy();
}
