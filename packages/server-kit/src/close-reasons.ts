// Why a connection was closed, in the words of the log: `connection 3 127.0.0.1:4711
// closed: …`. All servers use these, so one grep finds the same event in every model.

import { RpcError } from '@bytes-up/protocol';

export const CLOSED = {
  /**
   * The client shut down its sending side, and all its answers were sent (clause 8.1).
   */
  byClient: 'client closed its sending side',
  /** A frame that had begun was not complete in time (clause 9.1). */
  frameTimeout: (ms: number): string => `frame timeout after ${ms} ms`,
  /** Nothing came for idleTimeoutMs (clause 9.2). */
  idleTimeout: (ms: number): string => `idle timeout after ${ms} ms`,
  /** Answers wait and the client took no byte for writeTimeoutMs (clause 9.3). */
  notReading: 'client is not reading',
  /** The server stops, and everything that was read is answered (section 10). */
  stopping: 'server is stopping',
  /** The server stops, and its time is up (clause 10.4). */
  graceExpired: 'grace period expired',
  /** The connection failed under us. @param code ECONNRESET, EPIPE, ETIMEDOUT */
  lost: (code: string): string => `connection lost (${code})`,
} as const;

/** The answer to a request that was read after the stop signal (clause 10.3). */
export function stoppingError(): RpcError {
  return new RpcError('UNAVAILABLE', 'the server is stopping', { retryable: true });
}
