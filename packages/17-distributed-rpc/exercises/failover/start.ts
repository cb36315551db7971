// Several servers, one deadline. The task: npm start -- exercise 17-failover

import type { Json } from '@bytes-up/protocol';

export interface Options {
  /** The names of the servers, best first. */
  readonly servers: readonly string[];
  /** For the whole call, in milliseconds. */
  readonly timeoutMs: number;
  /** For one attempt, in milliseconds. */
  readonly attemptTimeoutMs: number;
  /** The most attempts. */
  readonly maxAttempts: number;
  /** The method may run twice. */
  readonly idempotent: boolean;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  /** Calls one server. Rejects with an RpcError, after at most timeoutMs. */
  readonly attempt: (server: string, timeoutMs: number) => Promise<Json>;
}

/**
 * Calls one server after the other until one answers.
 * @throws RpcError of the last attempt; UNAVAILABLE without a server
 */
export function callService(options: Options): Promise<Json> {
  throw new Error('not written yet: callService');
}
