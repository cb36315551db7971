// A pool of connections, solved.

import { RpcError } from '@bytes-up/protocol';

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

interface Caller {
  readonly resolve: (connection: Connection) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Connections that are lent to one caller at a time.
 *
 * Every caller without a connection is in one queue, whether a connection is being opened
 * for it or not, and every connection that becomes free goes to the first caller in the
 * queue. So a caller may leave at any time, and its connection simply goes to the next
 * one.
 *
 * A caller that is cancelled just as its connection becomes free is either still in the
 * queue, and leaves it, or was removed from it together with the connection. Then it has
 * the connection, and gives it back. There is no state in between.
 */
export class Pool {
  /** The most recently returned connection is at the end. */
  readonly #idle: Connection[] = [];
  readonly #lent = new Set<Connection>();
  #opening = 0;
  /** A Set keeps insertion order, and a caller can leave from the middle. */
  readonly #queue = new Set<Caller>();

  constructor(private readonly options: PoolOptions) {}

  /**
   * Lends a connection to this caller alone, until it is given back.
   * @throws RpcError RESOURCE_EXHAUSTED if there is no room, CANCELLED if the signal is
   *   aborted first; or the error of `open`
   */
  borrow(signal?: AbortSignal): Promise<Connection> {
    if (signal?.aborted === true) return Promise.reject(cancelled(signal));
    const idle = this.#takeIdle();
    if (idle !== undefined) return Promise.resolve(idle);
    const mustWait = !this.#hasRoom;
    // For `#opening` of the callers in the queue, a connection is being opened.
    const waiting = this.#queue.size - this.#opening;
    const { overflow, maxWaiting } = this.options;
    if (mustWait && (overflow === 'fail' || waiting >= maxWaiting))
      return Promise.reject(new RpcError('RESOURCE_EXHAUSTED', 'all connections are in use'));
    const connection = this.#enqueue(signal);
    this.#openForQueue();
    return connection;
  }

  /** The caller is done with it. */
  giveBack(connection: Connection): void {
    if (!this.#lent.delete(connection)) return; // already given back, or not ours
    this.#offer(connection);
  }

  /** Closes idle connections that have been lost in the meantime. */
  #takeIdle(): Connection | undefined {
    for (;;) {
      const connection = this.#idle.pop();
      if (connection?.isLost === true) {
        connection.close();
        continue;
      }
      if (connection !== undefined) this.#lent.add(connection);
      return connection;
    }
  }

  #enqueue(signal: AbortSignal | undefined): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#queue.delete(caller);
        reject(cancelled(signal));
      };
      const release = (): void => signal?.removeEventListener('abort', onAbort);
      const caller: Caller = {
        resolve: (connection) => {
          release();
          resolve(connection);
        },
        reject: (error) => {
          release();
          reject(error);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#queue.add(caller);
    });
  }

  /** Removes the caller that has waited longest from the queue. */
  #next(): Caller | undefined {
    const [first] = this.#queue;
    if (first !== undefined) this.#queue.delete(first);
    return first;
  }

  /** Hands over a connection that no caller has. */
  #offer(connection: Connection): void {
    if (connection.isLost) {
      connection.close();
      return this.#openForQueue();
    }
    const caller = this.#next();
    if (caller === undefined) {
      this.#idle.push(connection);
    } else {
      this.#lent.add(connection);
      caller.resolve(connection);
    }
  }

  get #hasRoom(): boolean {
    return this.#idle.length + this.#lent.size + this.#opening < this.options.max;
  }

  /** Opens one for each caller in the queue, as long as there is room. */
  #openForQueue(): void {
    while (this.#queue.size > this.#opening && this.#hasRoom) void this.#openOne();
  }

  /** Never rejects. */
  async #openOne(): Promise<void> {
    this.#opening++;
    try {
      const connection = await this.options.open();
      this.#opening--;
      this.#offer(connection);
    } catch (error) {
      this.#opening--;
      this.#next()?.reject(error as Error);
      this.#openForQueue();
    }
  }
}

function cancelled(signal: AbortSignal | undefined): RpcError {
  const cause: unknown = signal?.reason;
  return new RpcError('CANCELLED', 'cancelled by the caller', { cause });
}
