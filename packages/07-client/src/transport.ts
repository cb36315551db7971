// How a client comes to a connection (chapter 07): one that all calls share, or a pool that lends one to each.

import type { Response } from '@bytes-up/protocol';
import { AttemptFailed } from './attempt-failed';
import { Connection, type AttemptOptions } from './connection';
import type { ConnectionOptions, Outgoing } from './connection';
import { whenGivenUp, type Patience } from './giving-up';
import type { Address } from './open-socket';
import { Pool, type PoolCounters, type PoolOptions } from './pool';
import { pause, pauseMs } from './retry-policy';

/** One attempt after the other goes through it. */
export interface Transport {
  /** @returns the answer, also when it is an error @throws AttemptFailed */
  attempt(outgoing: Outgoing, options: AttemptOptions): Promise<Response>;
  /** Sends what is not answered. @throws AttemptFailed */
  notify(outgoing: Outgoing): Promise<void>;
  close(): Promise<void>;
  /** Of a pool. */
  readonly counters?: PoolCounters;
}

// #region shared
/** Pauses between attempts to connect, in milliseconds. */
const RECONNECT = { baseMs: 50, maxMs: 5_000 };

/** One connection for all calls, opened by the first one and again when it is lost. */
export class SharedConnection implements Transport {
  #connection: Connection | undefined;
  #opening: Promise<Connection> | undefined;
  /** Attempts to connect that failed, one after the other. */
  #failures = 0;
  readonly #closing = new AbortController();

  constructor(
    private readonly address: Address,
    private readonly options: ConnectionOptions = {},
  ) {}

  attempt(outgoing: Outgoing, options: AttemptOptions): Promise<Response> {
    const connection = this.#connection;
    if (connection?.isLost === false) return connection.call(outgoing, options);
    return this.#afterOpening(outgoing, options);
  }

  async #afterOpening(outgoing: Outgoing, options: AttemptOptions): Promise<Response> {
    const remaining = stopwatch(options);
    const connection = await within(this.#ready(), options);
    return connection.call(outgoing, remaining());
  }

  async notify(outgoing: Outgoing): Promise<void> {
    (await this.#ready()).notify(outgoing);
  }

  async #ready(): Promise<Connection> {
    if (this.#connection?.isLost === false) return this.#connection;
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** After a failure the next attempt waits, longer each time: a server that comes back is not overrun. */
  async #open(): Promise<Connection> {
    const { signal } = this.#closing;
    if (this.#failures > 0) await pause(pauseMs(this.#failures + 1, RECONNECT), signal);
    try {
      this.#connection = await Connection.open(this.address, this.options, signal);
      this.#failures = 0;
      return this.#connection;
    } catch (error) {
      this.#failures++;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#opening?.catch(() => undefined);
    await this.#connection?.close();
  }
}
// #endregion shared

// #region pooled
/** A connection of its own for each attempt, lent by a pool. */
export class PooledConnections implements Transport {
  readonly #pool: Pool;

  constructor(address: Address, options: PoolOptions = {}, connection: ConnectionOptions = {}) {
    this.#pool = new Pool(() => Connection.open(address, connection), options);
  }

  get counters(): PoolCounters {
    return this.#pool.counters;
  }

  async attempt(outgoing: Outgoing, options: AttemptOptions): Promise<Response> {
    const remaining = stopwatch(options);
    const connection = await this.#pool.borrow(options);
    try {
      return await connection.call(outgoing, remaining());
    } catch (error) {
      // An answer may still come, and the next borrower shall not take it for his.
      if (!(error instanceof AttemptFailed) || error.stage !== 'connecting') connection.destroy();
      throw error;
    } finally {
      void this.#pool.giveBack(connection);
    }
  }

  async notify(outgoing: Outgoing): Promise<void> {
    const connection = await this.#pool.borrow();
    try {
      connection.notify(outgoing);
    } finally {
      void this.#pool.giveBack(connection);
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
// #endregion pooled

/** @returns a function that says what is left of the time */
function stopwatch({ timeoutMs, ...others }: AttemptOptions): () => AttemptOptions {
  const startedAtMs = performance.now();
  return () => ({
    ...others,
    timeoutMs: timeoutMs === undefined ? undefined : timeoutMs - (performance.now() - startedAtMs),
  });
}

/** The same promise, for one that does not wait for ever. @throws AttemptFailed when time is up or the caller gives up */
function within<T>(promise: Promise<T>, patience: Patience): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const release = whenGivenUp(patience, 'no connection', (code, why, cause) =>
      reject(new AttemptFailed('connecting', code, why, cause)),
    );
    void promise.then(resolve, reject).finally(release);
  });
}
