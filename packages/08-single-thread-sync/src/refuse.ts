// Refuses a connection when no thread or process can be started for it. Chapters 09 and
// 10.

import { errorFrame } from '@bytes-up/codec';
import { MSG_DONTWAIT, MSG_NOSIGNAL, SystemError, trySend } from '@bytes-up/posix';
import { RpcError } from '@bytes-up/protocol';
import type { BlockingContext } from '@bytes-up/server-kit';
import { BlockingSocket } from './blocking-socket';

/**
 * How long a refusal may take, in milliseconds. Meanwhile the server accepts no client.
 */
const LINGER_MS = 100;

/**
 * Sends `UNAVAILABLE`, even if the client has not sent a request yet (the exception in
 * clause 1.1), and closes `fd`.
 * @param why the error's message: `could not fork a process for this connection`
 */
// #region refuse
export function refuseConnection(fd: number, why: string, context: BlockingContext): void {
  const socket = new BlockingSocket(fd, { ...context.limits, lingerMs: LINGER_MS }, context.stop);
  try {
    const answer = errorFrame(new RpcError('UNAVAILABLE', why, { retryable: true }));
    trySend(fd, answer, MSG_NOSIGNAL | MSG_DONTWAIT);
    socket.closeGently();
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    socket.close(); // the client has already left
  }
}
// #endregion refuse
