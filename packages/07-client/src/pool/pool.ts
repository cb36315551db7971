// Connections that are lent to one caller at a time (chapter 07), for servers that answer
// one call after the other.

import type { RpcErrorCode } from '@bytes-up/protocol';
import { AttemptFailed } from '../call/attempt-failed';
import type { Connection } from '../connection/connection';
import { checkTimeout, onTimeoutOrAbort, stopwatch, timerMs } from '../call/wait';
import { within, type WaitOptions } from '../call/wait';
import { checkPoolOptions, type PoolCounters, type PoolOptions } from './pool-options';

interface Idle {
  readonly connection: Connection;
  readonly sinceMs: number;
}

interface Waiting {
  readonly resolve: (connection: Connection) => void;
  readonly reject: (error: AttemptFailed) => void;
}

export class Pool {
  readonly #options: Required<PoolOptions>;
  /**
   * The one that came back last is lent first, so that the others become idle and close.
   */
  readonly #idle: Idle[] = [];
  readonly #lent = new Set<Connection>();
  /** Those of them that no caller has, because they are being checked. */
  readonly #checking = new Set<Connection>();
  /** First come, first served. */
  readonly #waiting = new Set<Waiting>();
  #opening = 0;
  readonly #counts = { opened: 0, closed: 0, waited: 0, refused: 0 };
  readonly #tidying: NodeJS.Timeout | undefined;
  #closed: AttemptFailed | undefined;
  /** Aborts the attempts to connect when the pool is closed. */
  readonly #closing = new AbortController();
  /** Connections that are closing, after the pool was closed. */
  #closingCount = 0;
  #allClosed: Promise<void> | undefined;
  #onAllClosed: () => void = () => undefined;

  /** @param open opens a connection @param now the clock, in milliseconds */
  constructor(
    private readonly open: (signal: AbortSignal) => Promise<Connection>,
    options: PoolOptions = {},
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#options = checkPoolOptions(options);
    const { idleMs, checkEveryMs, min } = this.#options;
    const everyMs = Math.min(...[idleMs / 2, checkEveryMs].filter((ms) => ms > 0));
    if (Number.isFinite(everyMs))
      this.#tidying = setInterval(() => void this.#tidy(), timerMs(everyMs)).unref();
    for (let n = 0; n < min; n++) void this.#openAnother();
  }

  get counters(): PoolCounters {
    const [lent, idle, waiting] = [this.#lent.size, this.#idle.length, this.#waiting.size];
    return { ...this.#counts, lent, idle, waiting };
  }

  // #region borrow
  /**
   * A connection for this caller alone, until it is given back.
   * @throws AttemptFailed when there is none in time
   */
  async borrow({ timeoutMs = Infinity, signal }: WaitOptions = {}): Promise<Connection> {
    checkTimeout(timeoutMs);
    const { waitMs } = this.#options;
    try {
      return await this.#borrow({ timeoutMs: Math.min(waitMs, timeoutMs), signal });
    } catch (error) {
      // It was the pool's limit, and the caller may have time left.
      const isPoolLimit =
        (error as AttemptFailed).code === 'DEADLINE_EXCEEDED' && waitMs < timeoutMs;
      if (!isPoolLimit) throw error;
      // If one is still being opened, it is the server that has none to give.
      const code = this.#opening > 0 ? 'UNAVAILABLE' : 'RESOURCE_EXHAUSTED';
      throw refusal(code, (error as Error).message, error);
    }
  }

  async #borrow(wait: WaitOptions): Promise<Connection> {
    const remaining = stopwatch(wait);
    let left = wait;
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      const { connection } = idle;
      this.#lent.add(connection); // so that no other caller gets it during the check
      if (!this.#isCheckedOn('borrow')) {
        if (!connection.isLost) return connection;
        this.#drop(connection);
      } else if (await this.#stillAnswers(connection, left)) return connection;
      left = remaining();
    }
    if (this.#closed !== undefined) throw this.#closed;
    const waiting = this.#wait(left);
    this.#openForWaiting();
    return waiting;
  }

  /**
   * When the caller is cancelled, the check goes on, and its result decides what happens
   * to the connection.
   */
  async #stillAnswers(connection: Connection, wait: WaitOptions): Promise<boolean> {
    const checked = this.#check(connection);
    try {
      const isGood = await within(checked, wait, 'check');
      if (!isGood) this.#drop(connection);
      return isGood;
    } catch (error) {
      void checked.then((isGood) => (isGood ? this.#offer(connection) : this.#drop(connection)));
      throw error;
    }
  }

  /**
   * Returns a connection to the pool. A lost one is closed, as is one that fails its
   * check.
   */
  async giveBack(connection: Connection): Promise<void> {
    if (!this.#lent.has(connection) || this.#checking.has(connection)) return;
    const isGood = this.#isCheckedOn('return') ? await this.#check(connection) : !connection.isLost;
    if (isGood) this.#offer(connection);
    else this.#drop(connection);
  }
  // #endregion borrow

  /** Includes connections that are being opened. */
  get #size(): number {
    return this.#idle.length + this.#lent.size + this.#opening;
  }

  // #region wait
  #wait(wait: WaitOptions): Promise<Connection> {
    const { overflow, maxWaiting, max } = this.#options;
    const isFull = this.#size >= max;
    if ((isFull && overflow === 'fail') || this.#waiting.size >= maxWaiting) {
      this.#counts.refused++;
      return Promise.reject(refusal('RESOURCE_EXHAUSTED', `all ${max} connections in use`));
    }
    if (isFull) this.#counts.waited++;
    return new Promise((resolve, reject) => {
      const release = onTimeoutOrAbort(wait, 'turn', (code, why, cause) => {
        this.#waiting.delete(waiting);
        this.#counts.refused++;
        reject(refusal(code, why, cause));
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

  /** Gives a connection to the caller that has waited longest, or makes it idle. */
  #offer(connection: Connection): void {
    this.#lent.delete(connection);
    const [first] = this.#waiting;
    if (first !== undefined) {
      this.#waiting.delete(first);
      this.#lent.add(connection);
      first.resolve(connection);
    } else if (this.#closed !== undefined) {
      void this.#closeGently(connection);
    } else {
      this.#idle.push({ connection, sinceMs: this.now() });
    }
  }
  // #endregion wait

  async #openAnother(): Promise<void> {
    this.#opening++;
    try {
      const connection = await this.open(this.#closing.signal);
      this.#counts.opened++;
      this.#offer(connection);
    } catch (error) {
      // The first waiting caller was waiting for this connection: it gets the error.
      const [first] = this.#waiting;
      if (first !== undefined && this.#waiting.delete(first)) first.reject(error as AttemptFailed);
    } finally {
      this.#opening--;
      this.#openForWaiting();
      this.#settle();
    }
  }

  #isCheckedOn(when: 'borrow' | 'return'): boolean {
    return this.#options.check !== undefined && this.#options.checkOn.includes(when);
  }

  /** Whether it still answers. A check that throws or takes too long means no. */
  async #check(connection: Connection): Promise<boolean> {
    const { check, waitMs } = this.#options;
    if (check === undefined || connection.isLost) return !connection.isLost;
    this.#checking.add(connection);
    try {
      const answer = Promise.resolve(check(connection));
      return (await within(answer, { timeoutMs: waitMs }, 'check')) && !connection.isLost;
    } catch {
      return false;
    } finally {
      this.#checking.delete(connection);
    }
  }

  /** Closes a connection, and opens another one if a caller waits. */
  #drop(connection: Connection): void {
    if (!this.#lent.delete(connection)) return; // closed already, with the pool
    this.#end(connection);
    this.#openForWaiting();
  }

  /** One for each waiting caller, less those that are being opened. */
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
  /**
   * Closes what was idle for too long, checks the others, and opens up to the minimum.
   */
  async #tidy(): Promise<void> {
    const { min } = this.#options;
    const due = this.#idle.splice(0);
    // so that no caller gets it
    for (const { connection } of due) this.#lent.add(connection);
    // All at once: one that hangs must not keep the others from their callers.
    await Promise.all(due.map((idle) => this.#tidyOne(idle)));
    for (let n = this.#size; n < min && this.#closed === undefined; n++) await this.#openAnother();
  }

  async #tidyOne(idle: Idle): Promise<void> {
    const { idleMs, min, checkEveryMs } = this.#options;
    const { connection, sinceMs } = idle;
    const tooLong = idleMs > 0 && this.now() - sinceMs >= idleMs && this.#size > min;
    const isGood =
      !tooLong && (checkEveryMs === 0 ? !connection.isLost : await this.#check(connection));
    if (isGood) this.#putBack(idle);
    else this.#drop(connection);
  }

  #putBack(idle: Idle): void {
    this.#offer(idle.connection);
    const last = this.#idle.at(-1);
    // If it is idle again, its idle time goes on.
    if (last?.connection === idle.connection) this.#idle.splice(-1, 1, idle);
  }
  // #endregion tidy

  // #region close
  /**
   * Lends no more. Closes at once what no caller has: idle connections, those being
   * checked, and attempts to connect. The others close when they come back.
   * @param withinMs after that they are closed even if a caller has them
   * @returns when all are closed
   */
  async close(withinMs = 5_000): Promise<void> {
    this.#closed ??= refusal('CANCELLED', 'client closed');
    this.#closing.abort();
    clearInterval(this.#tidying);
    for (const waiting of this.#waiting) waiting.reject(this.#closed);
    this.#waiting.clear();
    for (const { connection } of this.#idle.splice(0)) void this.#closeGently(connection);
    for (const connection of this.#checking) {
      if (this.#lent.delete(connection)) void this.#closeGently(connection, 0);
    }
    this.#allClosed ??= new Promise((resolve) => (this.#onAllClosed = resolve));
    this.#settle();
    const timer = setTimeout(() => this.#takeBack(), timerMs(withinMs));
    await this.#allClosed;
    clearTimeout(timer);
  }

  #takeBack(): void {
    for (const connection of [...this.#lent]) {
      this.#lent.delete(connection);
      this.#end(connection);
    }
  }

  /** A one-way call that was made last is sent before the connection closes. */
  async #closeGently(connection: Connection, withinMs?: number): Promise<void> {
    this.#counts.closed++;
    this.#closingCount++;
    await connection.close(withinMs);
    this.#closingCount--;
    this.#settle();
  }

  #settle(): void {
    if (this.#closed !== undefined && this.#size + this.#closingCount === 0) this.#onAllClosed();
  }
  // #endregion close
}

function refusal(code: RpcErrorCode, why: string, cause?: unknown): AttemptFailed {
  return new AttemptFailed('connecting', code, why, cause);
}
