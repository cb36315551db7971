// The options of a connection (chapter 07), and their defaults.

import { BodyReader } from '@bytes-up/codec';
import { DEFAULT_LIMITS } from '@bytes-up/protocol';
import { withDefaults } from '../with-defaults';

export interface ConnectionOptions {
  /** Milliseconds. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /**
   * How responses are matched to calls. `by id` is the default. `in order` sends no ids,
   * and the first response belongs to the first call.
   */
  readonly matching?: 'by id' | 'in order';
  /**
   * Maximum number of calls in flight. Default 1,024: at that number a server stops
   * reading.
   */
  readonly maxInFlight?: number;
  /** Maximum bytes of requests that the kernel has not taken yet. Default 16 MiB. */
  readonly maxUnsentBytes?: number;
  /** Maximum bytes of a request and of a response. Default 4 MiB. */
  readonly maxFrameBytes?: number;
  /**
   * After so long without a byte from the server, the connection sends a ping, and after
   * as long again it is considered lost. Default 0: never. Use it only for servers that
   * answer a ping during a slow call. One that blocks would look dead.
   */
  readonly heartbeatMs?: number;
}

const CONNECTION_DEFAULTS: Required<ConnectionOptions> = {
  connectTimeoutMs: 5_000,
  matching: 'by id',
  maxInFlight: DEFAULT_LIMITS.maxInFlight,
  maxUnsentBytes: 16 * 1024 * 1024,
  maxFrameBytes: DEFAULT_LIMITS.maxFrameBytes,
  heartbeatMs: 0,
};

/**
 * The options of a connection, with the defaults of those that are left out.
 * @throws RangeError for a number that is out of range
 */
export function checkConnectionOptions(options?: ConnectionOptions): Required<ConnectionOptions> {
  const all = withDefaults(CONNECTION_DEFAULTS, options);
  void new BodyReader(all); // no frame has a length of 0, or of more than four bytes
  return all;
}
