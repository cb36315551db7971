// What can be said about a pool (chapter 07), what counts when nothing is said, and what
// it has done and has.

import type { Connection } from '../connection/connection';

export interface PoolOptions {
  /**
   * Connections that are kept, at least. They are opened when the pool is. Default 0: the
   * first call pays for its connection.
   */
  readonly min?: number;
  /** Connections at most. Default 10. */
  readonly max?: number;
  /**
   * What a caller does when all are lent: wait for its turn (the default), or fail at
   * once.
   */
  readonly overflow?: 'wait' | 'fail';
  /**
   * How long a caller waits for a connection, in milliseconds, its check included.
   * Default 5,000.
   */
  readonly waitMs?: number;
  /** Callers that wait at most. Default 1,000. */
  readonly maxWaiting?: number;
  /**
   * A connection that nobody has borrowed for so long is closed, down to `min`. Default
   * 60,000; 0 is never.
   */
  readonly idleMs?: number;
  /**
   * Whether a connection still answers. Meanwhile it is lent to nobody; no answer within
   * `waitMs` is no. Default: not asked.
   */
  readonly check?: ((connection: Connection) => Promise<boolean>) | undefined;
  /**
   * When it is asked: before a connection is lent, when it comes back, or every so many
   * milliseconds while it lies there.
   */
  readonly checkOn?: readonly ('borrow' | 'return')[];
  readonly checkEveryMs?: number;
}

export const POOL_DEFAULTS = {
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

/** What a pool has done and has. */
export interface PoolCounters {
  readonly opened: number;
  readonly closed: number;
  /** Callers that had to wait, and those of them that waited in vain. */
  readonly waited: number;
  readonly refused: number;
  readonly lent: number;
  readonly idle: number;
  readonly waiting: number;
}
