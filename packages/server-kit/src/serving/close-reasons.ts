// The reasons for closing a connection, as they appear in the log: `connection 3
// 127.0.0.1:4711 closed: …`. All servers share them, so the same grep works in every
// model.

import { RpcError } from '@bytes-up/protocol';

export const CLOSED = {
  /**
   * The client shut down its sending side, and all answers were sent (clause 8.1).
   */
  byClient: 'client closed its sending side',
  /** A frame began but was not complete within frameTimeoutMs (clause 9.1). */
  frameTimeout: (ms: number): string => `frame timeout after ${ms} ms`,
  /** Nothing was received for idleTimeoutMs (clause 9.2). */
  idleTimeout: (ms: number): string => `idle timeout after ${ms} ms`,
  /** Answers are waiting, and the client read nothing for writeTimeoutMs (clause 9.3). */
  notReading: 'client is not reading',
  /** The server is stopping, and everything that was read is answered (section 10). */
  stopping: 'server is stopping',
  /** The server is stopping, and its grace period expired (clause 10.4). */
  graceExpired: 'grace period expired',
  /** The connection broke. @param code ECONNRESET, EPIPE, ETIMEDOUT */
  lost: (code: string): string => `connection lost (${code})`,
} as const;

/** The answer to a request that was read after the stop signal (clause 10.3). */
export function stoppingError(): RpcError {
  return new RpcError('UNAVAILABLE', 'the server is stopping', { retryable: true });
}
