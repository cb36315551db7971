// How a client comes to a connection (chapter 07): one that all calls share, or a pool that lends one to each.

import { setTimeout as delay } from 'node:timers/promises';
import type { Response } from '@bytes-up/protocol';
import { AttemptFailed } from './attempt-failed';
import { Connection, type Address, type AttemptOptions } from './connection';
import type { ConnectionOptions, Outgoing } from './connection';
import { Pool, type PoolCounters, type PoolOptions } from './pool';
import { pauseMs } from './retry-policy';

/** One attempt after the other goes through it. */
export interface Transport {
  /** @returns the answer, also when it is an error @throws AttemptFailed */
  attempt(outgoing: Outgoing, options: AttemptOptions): Promise<Response>;
  /** Sends what is not answered. @throws AttemptFailed */
  notify(outgoing: Outgoing): Promise<void>;
  close(): Promise<void>;
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
    this.#pool = new Pool((signal) => Connection.open(address, connection, signal), options);
  }

  get counters(): PoolCounters {
    return this.#pool.counters;
  }

  async attempt(outgoing: Outgoing, options: AttemptOptions): Promise<Response> {
    const remaining = stopwatch(options);
    const connection = await this.#pool.borrow(options.signal, options.timeoutMs);
    try {
      return await connection.call(outgoing, remaining());
    } catch (error) {
      connection.destroy(); // an answer may still come: nobody else shall take it for his
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

  async close(): Promise<void> {
    this.#pool.close();
  }
}
// #endregion pooled

/** A pause that an end of the client cuts short. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** @returns a function that says what is left of the time */
function stopwatch({ timeoutMs, ...others }: AttemptOptions): () => AttemptOptions {
  const startedAtMs = performance.now();
  return () => ({
    ...others,
    timeoutMs: timeoutMs === undefined ? undefined : timeoutMs - (performance.now() - startedAtMs),
  });
}

/** The same promise, for one that does not wait for ever. @throws AttemptFailed when time is up or the caller gives up */
async function within<T>(promise: Promise<T>, { timeoutMs, signal }: AttemptOptions): Promise<T> {
  let release = (): void => undefined;
  const over = new Promise<never>((_resolve, reject) => {
    const fail = (code: 'DEADLINE_EXCEEDED' | 'CANCELLED', why: string): void =>
      reject(new AttemptFailed('connecting', code, why, signal?.reason));
    const onTime = (): void => fail('DEADLINE_EXCEEDED', `no connection within ${timeoutMs} ms`);
    const onAbort = (): void => fail('CANCELLED', 'the caller has given up');
    const timer = timeoutMs === undefined ? undefined : setTimeout(onTime, timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    release = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    if (signal?.aborted === true) onAbort();
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    release();
  }
}
