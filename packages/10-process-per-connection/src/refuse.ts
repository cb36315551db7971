// What becomes of a connection for which no process can be made.

import { errorFrame } from '@bytes-up/codec';
import { MSG_DONTWAIT, MSG_NOSIGNAL, SystemError, trySend } from '@bytes-up/posix';
import { RpcError } from '@bytes-up/protocol';
import { BlockingSocket, type BlockingContext } from '@bytes-up/single-thread-sync';

/** How long the parent may spend on saying no, in milliseconds: it accepts nobody meanwhile. */
const LINGER_MS = 100;

/**
 * Tells the client `UNAVAILABLE`, though it has asked nothing yet (the exception of clause 1.1), and closes `fd`.
 * @param error what fork failed with @throws any error that is not the system's
 */
// #region refuse
export function refuse(fd: number, name: string, error: unknown, context: BlockingContext): void {
  if (!(error instanceof SystemError)) throw error;
  context.log(`${name} refused: ${error.message}`);
  const socket = new BlockingSocket(fd, { ...context.limits, lingerMs: LINGER_MS }, context.stop);
  const answer = errorFrame(
    new RpcError('UNAVAILABLE', 'no process can be made for this connection', { retryable: true }),
  );
  try {
    trySend(fd, answer, MSG_NOSIGNAL | MSG_DONTWAIT);
    socket.closeGently();
  } catch (gone) {
    if (!(gone instanceof SystemError)) throw gone;
    socket.close();
  }
}
// #endregion refuse
