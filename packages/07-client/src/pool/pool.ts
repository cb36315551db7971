// Connections that are lent to one caller at a time (chapter 07): what a client needs whose server answers one call after the other.

import type { RpcErrorCode } from '@bytes-up/protocol';
import { AttemptFailed } from '../call/attempt-failed';
import type { Connection } from '../connection/connection';
import { checkNumbers } from '../check-numbers';
import { checkTimeout, stopwatch, timerMs, whenGivenUp, within, type Patience } from '../call/wait';
import { POOL_DEFAULTS, type PoolCounters, type PoolOptions } from './pool-options';

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
  /** The last one that came back is lent first: so the others become idle, and are closed. */
  readonly #idle: Idle[] = [];
  readonly #lent = new Set<Connection>();
  /** Those of them that no caller has: they are asked whether they still answer. */
  readonly #asked = new Set<Connection>();
  /** Who came first is served first. */
  readonly #waiting = new Set<Waiting>();
  #opening = 0;
  readonly #counts = { opened: 0, closed: 0, waited: 0, refused: 0 };
  readonly #tidying: NodeJS.Timeout | undefined;
  #closed: AttemptFailed | undefined;
  /** Ends the attempts to connect, when nobody can have their connections any more. */
  readonly #closing = new AbortController();
  /** Connections that are on their way out, after the pool was closed. */
  #ending = 0;
  #ended: Promise<void> | undefined;
  #onEnded: () => void = () => undefined;

  /** @param open makes a connection @param now the clock, in milliseconds */
  constructor(
    private readonly open: (signal: AbortSignal) => Promise<Connection>,
    options: PoolOptions = {},
    private readonly now: () => number = () => performance.now(),
  ) {
    checkNumbers(options);
    this.#options = { ...POOL_DEFAULTS, ...options };
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
  /** A connection for the caller alone, until it is given back. @throws AttemptFailed when there is none in time */
  async borrow({ timeoutMs = Infinity, signal }: Patience = {}): Promise<Connection> {
    checkTimeout(timeoutMs);
    const { waitMs } = this.#options;
    try {
      return await this.#borrow({ timeoutMs: Math.min(waitMs, timeoutMs), signal });
    } catch (error) {
      // The pool's patience has ended, and the caller's may not have.
      const isOurs = (error as AttemptFailed).code === 'DEADLINE_EXCEEDED' && waitMs < timeoutMs;
      throw isOurs ? refusal('RESOURCE_EXHAUSTED', (error as Error).message, error) : error;
    }
  }

  async #borrow(patience: Patience): Promise<Connection> {
    const remaining = stopwatch(patience);
    let left = patience;
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      const { connection } = idle;
      this.#lent.add(connection); // while it is asked, nobody else may have it
      if (!this.#isAskedOn('borrow')) {
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
   * The caller may give up meanwhile: the check goes on, and says what becomes of the
   * connection.
   */
  async #stillAnswers(connection: Connection, patience: Patience): Promise<boolean> {
    const asked = this.#ask(connection);
    try {
      const isGood = await within(asked, patience, 'check');
      if (!isGood) this.#drop(connection);
      return isGood;
    } catch (error) {
      void asked.then((isGood) => (isGood ? this.#offer(connection) : this.#drop(connection)));
      throw error;
    }
  }

  /** Ends the loan. A connection that is lost, or does not answer, is not lent again. */
  async giveBack(connection: Connection): Promise<void> {
    if (!this.#lent.has(connection)) return;
    const isGood = this.#isAskedOn('return') ? await this.#ask(connection) : !connection.isLost;
    if (isGood) this.#offer(connection);
    else this.#drop(connection);
  }
  // #endregion borrow

  /** Connections, and those that are about to be. */
  get #size(): number {
    return this.#idle.length + this.#lent.size + this.#opening;
  }

  // #region wait
  #wait(patience: Patience): Promise<Connection> {
    const { overflow, maxWaiting, max } = this.#options;
    const isFull = this.#size >= max;
    if ((isFull && overflow === 'fail') || this.#waiting.size >= maxWaiting) {
      this.#counts.refused++;
      return Promise.reject(refusal('RESOURCE_EXHAUSTED', `all ${max} connections are lent`));
    }
    if (isFull) this.#counts.waited++;
    return new Promise((resolve, reject) => {
      const release = whenGivenUp(patience, 'turn', (code, why, cause) => {
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
      const connection = await this.open(this.#closing.signal);
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

  #isAskedOn(when: 'borrow' | 'return'): boolean {
    return this.#options.check !== undefined && this.#options.checkOn.includes(when);
  }

  /**
   * Whether it still answers. A check that fails, in whatever way, or takes too long says
   * no.
   */
  async #ask(connection: Connection): Promise<boolean> {
    const { check, waitMs } = this.#options;
    if (check === undefined || connection.isLost) return !connection.isLost;
    this.#asked.add(connection);
    try {
      const answer = Promise.resolve(check(connection));
      return (await within(answer, { timeoutMs: waitMs }, 'check')) && !connection.isLost;
    } catch {
      return false;
    } finally {
      this.#asked.delete(connection);
    }
  }

  /** Its place is free: whoever waits may have another one. */
  #drop(connection: Connection): void {
    if (!this.#lent.delete(connection)) return; // ended already, with the pool
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
    for (const { connection } of due) {
      this.#lent.add(connection); // nobody borrows one that is looked at
      this.#asked.add(connection);
    }
    for (const { connection, sinceMs } of due) {
      const tooLong = idleMs > 0 && this.now() - sinceMs >= idleMs && this.#size > min;
      const isGood =
        !tooLong && (checkEveryMs === 0 ? !connection.isLost : await this.#ask(connection));
      this.#asked.delete(connection);
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
   * Lends no more. What no caller has ends now: idle connections, those that are asked,
   * and attempts to connect. The others end when they come back.
   * @param withinMs after that they are ended wherever they are
   * @returns when all have ended
   */
  async close(withinMs = 5_000): Promise<void> {
    this.#closed ??= refusal('CANCELLED', 'the client was closed');
    this.#closing.abort();
    clearInterval(this.#tidying);
    for (const waiting of this.#waiting) waiting.reject(this.#closed);
    this.#waiting.clear();
    for (const { connection } of this.#idle.splice(0)) void this.#endGently(connection);
    for (const connection of this.#asked) {
      if (this.#lent.delete(connection)) void this.#endGently(connection, 0);
    }
    this.#ended ??= new Promise((resolve) => (this.#onEnded = resolve));
    this.#settle();
    const timer = setTimeout(() => this.#takeBack(), timerMs(withinMs));
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
  async #endGently(connection: Connection, withinMs?: number): Promise<void> {
    this.#counts.closed++;
    this.#ending++;
    await connection.close(withinMs);
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
