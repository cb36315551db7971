// How a client comes to a connection (chapter 07): one that all calls share, or a pool that lends one to each.

import type { Response, RpcErrorCode } from '@bytes-up/protocol';
import { AttemptFailed } from './call/attempt-failed';
import { Connection, type AttemptOptions } from './connection/connection';
import type { Outgoing } from './connection/connection';
import type { ConnectionOptions } from './connection/connection-options';
import { pause, stopwatch, within, type Patience } from './call/wait';
import type { Address } from '@bytes-up/protocol';
import { Pool } from './pool/pool';
import type { PoolCounters, PoolOptions } from './pool/pool-options';
import { pauseMs } from './call/retry-policy';

/** One attempt after the other goes through it. */
export interface Transport {
  /** @returns the answer, also when it is an error @throws AttemptFailed */
  attempt(outgoing: Outgoing, options: AttemptOptions): Promise<Response>;
  /** Sends what is not answered. @throws AttemptFailed */
  notify(outgoing: Outgoing, options?: AttemptOptions): Promise<void>;
  close(): Promise<void>;
  /** Of a pool. */
  readonly counters?: PoolCounters;
}

/**
 * Pauses between attempts to connect, in milliseconds. A server that is back is found
 * within the longest one.
 */
const RECONNECT = { baseMs: 50, maxMs: 400 };

// #region shared
/** One connection for all calls, opened by the first one and again when it is lost. */
export class SharedConnection implements Transport {
  #connection: Connection | undefined;
  #opening: Promise<Connection> | undefined;
  /**
   * Attempts to connect that failed, one after the other: how many, why the last one did,
   * and when the next one may begin.
   */
  #failures = 0;
  #failure: AttemptFailed | undefined;
  #nextAtMs = 0;
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
    const connection = await whenReady((left) => this.#ready(left), options);
    return connection.call(outgoing, remaining());
  }

  async notify(outgoing: Outgoing, options: AttemptOptions = {}): Promise<void> {
    (await whenReady((left) => this.#ready(left), options)).notify(outgoing);
  }

  /**
   * While connecting fails, calls fail with the reason of the last failure: at once, or
   * when the next attempt takes long.
   */
  async #ready({ timeoutMs = Infinity, signal }: Patience): Promise<Connection> {
    if (this.#closing.signal.aborted) throw closed();
    if (this.#connection?.isLost === false) return this.#connection;
    const failure = this.#failure;
    if (failure !== undefined && performance.now() < this.#nextAtMs) throw failure;
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    if (failure === undefined || timeoutMs <= RECONNECT.maxMs)
      return within(this.#opening, { timeoutMs, signal }, 'connection');
    const shorter = { timeoutMs: RECONNECT.maxMs, signal };
    return within(this.#opening, shorter, 'connection').catch((error: AttemptFailed) => {
      throw error.code === 'DEADLINE_EXCEEDED' ? failure : error;
    });
  }

  /**
   * After a failure there is a pause, longer each time: a server that comes back is not
   * overrun. It counts from the beginning of the attempt: one that met with silence has
   * lasted longer.
   */
  async #open(): Promise<Connection> {
    const { signal } = this.#closing;
    const beganAtMs = performance.now();
    try {
      this.#connection = await Connection.open(this.address, this.options, signal);
      this.#failures = 0;
      this.#failure = undefined;
      return this.#connection;
    } catch (error) {
      if (signal.aborted) throw closed();
      this.#failures++;
      this.#failure = error as AttemptFailed;
      this.#nextAtMs = beganAtMs + pauseMs(this.#failures + 1, RECONNECT);
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
    const connection = await whenReady((left) => this.#pool.borrow(left), options);
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

  async notify(outgoing: Outgoing, options: AttemptOptions = {}): Promise<void> {
    const connection = await whenReady((left) => this.#pool.borrow(left), options);
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

// #region when-ready
/**
 * A connection, from a transport that says UNAVAILABLE when none can be made. A caller
 * with `waitForReady` hears so only when its time is over or it gives up.
 */
async function whenReady(
  connect: (left: Patience) => Promise<Connection>,
  { timeoutMs, signal, waitForReady = false }: AttemptOptions,
): Promise<Connection> {
  const remaining = stopwatch({ timeoutMs, signal });
  for (let failures = 1; ; failures++) {
    try {
      return await connect(failures === 1 ? { timeoutMs, signal } : remaining());
    } catch (error) {
      if (!waitForReady || (error as AttemptFailed).code !== 'UNAVAILABLE') throw error;
      const { timeoutMs: leftMs = Infinity } = remaining();
      await pause(Math.min(leftMs, pauseMs(failures + 1, RECONNECT)), signal, 'ready pause');
      const why = (error as AttemptFailed).message;
      if (signal?.aborted === true) throw refusal('CANCELLED', 'the caller has given up', error);
      if ((remaining().timeoutMs ?? Infinity) <= 0)
        throw refusal(
          'DEADLINE_EXCEEDED',
          `no server was ready within ${timeoutMs} ms: ${why}`,
          error,
        );
    }
  }
}
// #endregion when-ready

function closed(): AttemptFailed {
  return refusal('CANCELLED', 'the client was closed');
}

function refusal(code: RpcErrorCode, why: string, cause?: unknown): AttemptFailed {
  return new AttemptFailed('connecting', code, why, cause);
}
