// The options of a pool (chapter 07), their defaults, and its counters.

import type { Connection } from '../connection/connection';
import { withDefaults } from '../with-defaults';

export interface PoolOptions {
  /**
   * Minimum number of connections. They are opened with the pool. Default 0: the first
   * call has to wait for its connection.
   */
  readonly min?: number;
  /** Maximum number of connections. Default 10. */
  readonly max?: number;
  /** When all connections are in use: wait for a turn (the default), or fail at once. */
  readonly overflow?: 'wait' | 'fail';
  /** Milliseconds that a caller waits for a connection and its check. Default 5,000. */
  readonly waitMs?: number;
  /** Maximum number of waiting callers. Default 1,000. */
  readonly maxWaiting?: number;
  /**
   * A connection that is idle for so long is closed, down to `min`. Default 60,000; 0
   * means never.
   */
  readonly idleMs?: number;
  /**
   * Checks whether a connection still answers. Until then it is not lent. No answer
   * within `waitMs` means no. Default: no check.
   */
  readonly check?: ((connection: Connection) => Promise<boolean>) | undefined;
  /** When to check: before a connection is lent, when it comes back, or while idle. */
  readonly checkOn?: readonly ('borrow' | 'return')[];
  readonly checkEveryMs?: number;
}

const POOL_DEFAULTS = {
  min: 0,
  max: 10,
  overflow: 'wait',
  waitMs: 5_000,
  maxWaiting: 1_000,
  idleMs: 60_000,
  check: undefined,
  checkOn: [],
  checkEveryMs: 0,
} satisfies Required<PoolOptions>;

/**
 * The options of a pool, with the defaults of those that are left out.
 * @throws RangeError for a number that is out of range
 */
export function checkPoolOptions(options: PoolOptions): Required<PoolOptions> {
  const all = withDefaults<Required<PoolOptions>>(POOL_DEFAULTS, options);
  const { min, max } = all;
  if (min <= max && min < Infinity) return all;
  throw new RangeError(`min must be a number from 0 to max, got ${min}`);
}

/** `opened`, `closed`, `waited` and `refused` count up; the others are current. */
export interface PoolCounters {
  readonly opened: number;
  readonly closed: number;
  /** Callers that had to wait, and callers that got no connection. */
  readonly waited: number;
  readonly refused: number;
  readonly lent: number;
  readonly idle: number;
  readonly waiting: number;
}
