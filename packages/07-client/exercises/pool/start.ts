// A pool of connections. The task: npm start -- exercise 07-pool

export interface Connection {
  /** The peer has closed it, or it broke. */
  readonly isLost: boolean;
  close(): void;
}

export interface PoolOptions {
  /** Opens a connection, or rejects. */
  readonly open: () => Promise<Connection>;
  /** The most connections at any time: idle, lent, and being opened. */
  readonly max: number;
  /** When all are in use, a caller waits or fails at once. */
  readonly overflow: 'wait' | 'fail';
  /** The most callers that may wait. */
  readonly maxWaiting: number;
}

/** Connections that are lent to one caller at a time. */
export class Pool {
  constructor(options: PoolOptions) {
    // not written yet: keep the options
  }

  /**
   * Lends a connection to this caller alone, until it is given back.
   * @throws RpcError RESOURCE_EXHAUSTED if there is no room, CANCELLED if the signal is
   *   aborted first; or the error of `open`
   */
  borrow(signal?: AbortSignal): Promise<Connection> {
    return Promise.reject(new Error('not written yet: borrow'));
  }

  /** The caller is done with it. */
  giveBack(connection: Connection): void {
    throw new Error('not written yet: giveBack');
  }
}
