// Connections that are lent to one caller at a time (chapter 07): what a client needs whose server answers one call after the other.

import type { RpcErrorCode } from '@bytes-up/protocol';
import { AttemptFailed } from './attempt-failed';
import type { Connection } from './connection';
import { whenGivenUp, type Patience } from './giving-up';

export interface PoolOptions {
  /** Connections that are kept, at least. They are opened when the pool is. Default 0: the first call pays for its connection. */
  readonly min?: number;
  /** Connections at most. Default 10. */
  readonly max?: number;
  /** What a caller does when all are lent: wait for its turn (the default), or fail at once. */
  readonly overflow?: 'wait' | 'fail';
  /** How long a caller waits for a connection, in milliseconds. Default 5,000. */
  readonly waitMs?: number;
  /** Callers that wait at most. Default 1,000. */
  readonly maxWaiting?: number;
  /** A connection that nobody has borrowed for so long is closed, down to `min`. Default 60,000; 0 is never. */
  readonly idleMs?: number;
  /** Whether a connection still answers, in a time of its own choice: meanwhile it is lent to nobody. Default: not asked. */
  readonly check?: ((connection: Connection) => Promise<boolean>) | undefined;
  /** When it is asked: before a connection is lent, when it comes back, or every so many milliseconds while it lies there. */
  readonly checkOn?: readonly ('borrow' | 'return')[];
  readonly checkEveryMs?: number;
}

const DEFAULTS = {
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

interface Idle {
  readonly connection: Connection;
  readonly sinceMs: number;
}

interface Waiting {
  readonly resolve: (connection: Connection) => void;
  readonly reject: (error: AttemptFailed) => void;
}

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

export class Pool {
  readonly #options: Required<PoolOptions>;
  /** The last one that came back is lent first: so the others become idle, and are closed. */
  readonly #idle: Idle[] = [];
  readonly #lent = new Set<Connection>();
  /** Who came first is served first. */
  readonly #waiting = new Set<Waiting>();
  #opening = 0;
  readonly #counts = { opened: 0, closed: 0, waited: 0, refused: 0 };
  readonly #tidying: NodeJS.Timeout | undefined;
  #closed: AttemptFailed | undefined;
  /** Connections that are on their way out, after the pool was closed. */
  #ending = 0;
  #ended: Promise<void> | undefined;
  #onEnded: () => void = () => undefined;

  /** @param open makes a connection @param now the clock, in milliseconds */
  constructor(
    private readonly open: () => Promise<Connection>,
    options: PoolOptions = {},
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#options = { ...DEFAULTS, ...options };
    const { idleMs, checkEveryMs, min } = this.#options;
    const everyMs = Math.min(...[idleMs / 2, checkEveryMs].filter((ms) => ms > 0));
    if (Number.isFinite(everyMs))
      this.#tidying = setInterval(() => void this.#tidy(), everyMs).unref();
    for (let n = 0; n < min; n++) void this.#openAnother();
  }

  get counters(): PoolCounters {
    const [lent, idle, waiting] = [this.#lent.size, this.#idle.length, this.#waiting.size];
    return { ...this.#counts, lent, idle, waiting };
  }

  // #region borrow
  /** A connection for the caller alone, until it is given back. @throws AttemptFailed when there is none in time */
  async borrow(patience: Patience = {}): Promise<Connection> {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      this.#lent.add(idle.connection); // while it is asked, nobody else may have it
      if (await this.#isGood(idle.connection, 'borrow')) return idle.connection;
      this.#drop(idle.connection);
    }
    if (this.#closed !== undefined) throw this.#closed;
    const waiting = this.#wait(patience);
    this.#openForWaiting();
    return waiting;
  }

  /** Ends the loan. A connection that is lost, or does not answer, is not lent again. */
  async giveBack(connection: Connection): Promise<void> {
    if (!this.#lent.has(connection)) return;
    if (await this.#isGood(connection, 'return')) this.#offer(connection);
    else this.#drop(connection);
  }
  // #endregion borrow

  /** Connections, and those that are about to be. */
  get #size(): number {
    return this.#idle.length + this.#lent.size + this.#opening;
  }

  // #region wait
  #wait({ timeoutMs = Infinity, signal }: Patience): Promise<Connection> {
    const { overflow, maxWaiting, max, waitMs } = this.#options;
    const isFull = this.#size >= max;
    if ((isFull && overflow === 'fail') || this.#waiting.size >= maxWaiting) {
      this.#counts.refused++;
      return Promise.reject(refusal('RESOURCE_EXHAUSTED', `all ${max} connections are lent`));
    }
    if (isFull) this.#counts.waited++;
    return new Promise((resolve, reject) => {
      const shorter = { timeoutMs: Math.min(waitMs, timeoutMs), signal };
      const release = whenGivenUp(shorter, 'no connection came free', (code, why, cause) => {
        this.#waiting.delete(waiting);
        this.#counts.refused++;
        // The pool's patience has ended, and the caller's may not have.
        const isOurs = code === 'DEADLINE_EXCEEDED' && waitMs < timeoutMs;
        reject(refusal(isOurs ? 'RESOURCE_EXHAUSTED' : code, why, cause));
      });
      const waiting: Waiting = {
        resolve: (connection) => {
          release();
          resolve(connection);
        },
        reject: (error) => {
          release();
          reject(error);
        },
      };
      this.#waiting.add(waiting);
    });
  }

  /** To the caller that has waited longest, or to the idle ones. */
  #offer(connection: Connection): void {
    this.#lent.delete(connection);
    const [first] = this.#waiting;
    if (first !== undefined) {
      this.#waiting.delete(first);
      this.#lent.add(connection);
      first.resolve(connection);
    } else if (this.#closed !== undefined) {
      void this.#endGently(connection);
    } else {
      this.#idle.push({ connection, sinceMs: this.now() });
    }
  }
  // #endregion wait

  async #openAnother(): Promise<void> {
    this.#opening++;
    try {
      const connection = await this.open();
      this.#counts.opened++;
      this.#offer(connection);
    } catch (error) {
      // Who waits would wait for this one: the first of them hears why it did not come.
      const [first] = this.#waiting;
      if (first !== undefined && this.#waiting.delete(first)) first.reject(error as AttemptFailed);
    } finally {
      this.#opening--;
      this.#openForWaiting();
      this.#settle();
    }
  }

  async #isGood(connection: Connection, when: 'borrow' | 'return' | 'idle'): Promise<boolean> {
    const { check, checkOn } = this.#options;
    if (connection.isLost) return false;
    if (check === undefined || (when !== 'idle' && !checkOn.includes(when))) return true;
    try {
      return await check(connection);
    } catch {
      return false;
    }
  }

  /** Its place is free: whoever waits may have another one. */
  #drop(connection: Connection): void {
    this.#lent.delete(connection);
    this.#end(connection);
    this.#openForWaiting();
  }

  /** One for each that waits, less those that are on their way. */
  #openForWaiting(): void {
    const isWanted = this.#waiting.size > this.#opening && this.#size < this.#options.max;
    if (isWanted) void this.#openAnother();
  }

  #end(connection: Connection): void {
    this.#counts.closed++;
    connection.destroy();
    this.#settle();
  }

  // #region tidy
  /** Closes what has been idle for too long, asks the others whether they are there, and keeps the least number. */
  async #tidy(): Promise<void> {
    const { idleMs, min, checkEveryMs } = this.#options;
    const due = this.#idle.splice(0);
    for (const idle of due) this.#lent.add(idle.connection); // nobody borrows one that is looked at
    for (const { connection, sinceMs } of due) {
      const tooLong = idleMs > 0 && this.now() - sinceMs >= idleMs && this.#size > min;
      const isGood =
        !tooLong &&
        (checkEveryMs === 0 ? !connection.isLost : await this.#isGood(connection, 'idle'));
      if (isGood) this.#putBack({ connection, sinceMs });
      else this.#drop(connection);
    }
    for (let n = this.#size; n < min && this.#closed === undefined; n++) await this.#openAnother();
  }

  #putBack(idle: Idle): void {
    this.#offer(idle.connection);
    const last = this.#idle.at(-1);
    if (last?.connection === idle.connection) this.#idle.splice(-1, 1, idle); // it is no younger for it
  }
  // #endregion tidy

  // #region close
  /**
   * Lends no more. Idle connections end now, the others when they come back.
   * @param withinMs after that they are ended wherever they are
   * @returns when all have ended
   */
  async close(withinMs = 5_000): Promise<void> {
    this.#closed ??= refusal('CANCELLED', 'the client was closed');
    clearInterval(this.#tidying);
    for (const waiting of this.#waiting) waiting.reject(this.#closed);
    this.#waiting.clear();
    for (const { connection } of this.#idle.splice(0)) void this.#endGently(connection);
    this.#ended ??= new Promise((resolve) => (this.#onEnded = resolve));
    this.#settle();
    const timer = setTimeout(() => this.#takeBack(), withinMs);
    await this.#ended;
    clearTimeout(timer);
  }

  #takeBack(): void {
    for (const connection of [...this.#lent]) {
      this.#lent.delete(connection);
      this.#end(connection);
    }
  }

  /** What was said last, a one-way call, leaves before the connection ends. */
  async #endGently(connection: Connection): Promise<void> {
    this.#counts.closed++;
    this.#ending++;
    await connection.close();
    this.#ending--;
    this.#settle();
  }

  #settle(): void {
    if (this.#closed !== undefined && this.#size + this.#ending === 0) this.#onEnded();
  }
  // #endregion close
}

function refusal(code: RpcErrorCode, why: string, cause?: unknown): AttemptFailed {
  return new AttemptFailed('connecting', code, why, cause);
}
