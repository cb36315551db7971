// A connection that cannot be served, because there is no thread or process for it.
// Chapters 09 and 10.

import { errorFrame } from '@bytes-up/codec';
import { MSG_DONTWAIT, MSG_NOSIGNAL, SystemError, trySend } from '@bytes-up/posix';
import { RpcError } from '@bytes-up/protocol';
import type { BlockingContext } from '@bytes-up/server-kit';
import { BlockingSocket } from './blocking-socket';

/** How long a refusal may take, in milliseconds: no client is accepted meanwhile. */
const LINGER_MS = 100;

/**
 * Answers `UNAVAILABLE`, though the client may not have asked anything yet (the exception
 * of clause 1.1), and closes `fd`.
 * @param why for the client: `no process can be made for this connection`
 */
// #region refuse
export function refuseConnection(fd: number, why: string, context: BlockingContext): void {
  const socket = new BlockingSocket(fd, { ...context.limits, lingerMs: LINGER_MS }, context.stop);
  try {
    const answer = errorFrame(new RpcError('UNAVAILABLE', why, { retryable: true }));
    trySend(fd, answer, MSG_NOSIGNAL | MSG_DONTWAIT);
    socket.closeGently();
  } catch (gone) {
    if (!(gone instanceof SystemError)) throw gone;
    socket.close();
  }
}
// #endregion refuse
