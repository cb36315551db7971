// What can be said about a connection of the client (chapter 07), and what counts when
// nothing is said.

import { DEFAULT_LIMITS } from '@bytes-up/protocol';

export interface ConnectionOptions {
  /** Milliseconds. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /**
   * `by id` (the default) has many calls in flight; `in order` sends no ids: the first
   * answer is the first call's.
   */
  readonly matching?: 'by id' | 'in order';
  /**
   * Calls in flight at most. Default 1,024, as many as a server takes before it stops
   * reading.
   */
  readonly maxInFlight?: number;
  /** Requests that wait for the kernel at most, in bytes. Default 16 MiB. */
  readonly maxUnsentBytes?: number;
  /** Of a request and of an answer. Default 4 MiB. */
  readonly maxFrameBytes?: number;
  /**
   * When the server has said nothing for so long, it is pinged, and after as long again
   * the connection is given up. Default 0: never. It is for servers that answer while a
   * call is slow: one that blocks would be taken for dead.
   */
  readonly heartbeatMs?: number;
}

export const CONNECTION_DEFAULTS: Required<ConnectionOptions> = {
  connectTimeoutMs: 5_000,
  matching: 'by id',
  maxInFlight: DEFAULT_LIMITS.maxInFlight,
  maxUnsentBytes: 16 * 1024 * 1024,
  maxFrameBytes: DEFAULT_LIMITS.maxFrameBytes,
  heartbeatMs: 0,
};
