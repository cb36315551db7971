// How a client gets a connection for a call (chapter 07): one that all calls share, or
// one from a pool.

import type { Response, RpcErrorCode } from '@bytes-up/protocol';
import { AttemptFailed } from './call/attempt-failed';
import { Connection, type AttemptOptions } from './connection/connection';
import type { Outgoing } from './connection/connection';
import type { ConnectionOptions } from './connection/connection-options';
import { pause, stopwatch, within, type WaitOptions } from './call/wait';
import type { Address } from '@bytes-up/protocol';
import { Pool } from './pool/pool';
import type { PoolCounters, PoolOptions } from './pool/pool-options';
import { pauseMs } from './call/retry-policy';

/** Every attempt goes through it. */
export interface Transport {
  /** @returns the response, which may be an error @throws AttemptFailed */
  attempt(outgoing: Outgoing, options: AttemptOptions): Promise<Response>;
  /** Sends a one-way call. @throws AttemptFailed */
  notify(outgoing: Outgoing, options?: AttemptOptions): Promise<void>;
  close(): Promise<void>;
  /** Only a pool has them. */
  readonly counters?: PoolCounters;
}

/**
 * Backoff between attempts to connect, in milliseconds. A server that comes back is found
 * within the longest pause.
 */
const RECONNECT = { baseMs: 50, maxMs: 400 };

// #region shared
/**
 * One connection for all calls. The first call opens it, and opens it again if it is
 * lost.
 */
export class SharedConnection implements Transport {
  #connection: Connection | undefined;
  #opening: Promise<Connection> | undefined;
  /** Failed attempts to connect in a row, the last error, and when to try again. */
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
    const connection = await this.#whenReady(options);
    return connection.call(outgoing, remaining());
  }

  async notify(outgoing: Outgoing, options: AttemptOptions = {}): Promise<void> {
    const remaining = stopwatch(options);
    (await this.#whenReady(options)).notify(outgoing, remaining());
  }

  #whenReady(options: AttemptOptions): Promise<Connection> {
    return whenReady((left) => this.#ready(left), options, this.#closing.signal);
  }

  /**
   * While the server cannot be reached, calls fail with the last error: at once during
   * the backoff, or when the next attempt takes long.
   */
  async #ready({ timeoutMs = Infinity, signal }: WaitOptions): Promise<Connection> {
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
   * Backs off after a failure, longer each time, so that a server that comes back is not
   * overrun. The pause counts from the start of the attempt, since one that timed out was
   * already slow.
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
    void this.#connection?.close(); // now, so that it takes no more calls
    await this.#opening?.catch(() => undefined);
    await this.#connection?.close();
  }
}
// #endregion shared

// #region pooled
/** A connection from a pool for each attempt. */
export class PooledConnections implements Transport {
  readonly #pool: Pool;
  readonly #closing = new AbortController();

  constructor(address: Address, options: PoolOptions = {}, connection: ConnectionOptions = {}) {
    this.#pool = new Pool((signal) => Connection.open(address, connection, signal), options);
  }

  get counters(): PoolCounters {
    return this.#pool.counters;
  }

  async attempt(outgoing: Outgoing, options: AttemptOptions): Promise<Response> {
    const remaining = stopwatch(options);
    const connection = await this.#whenReady(options);
    try {
      return await connection.call(outgoing, remaining());
    } catch (error) {
      // Its response may still arrive, and the next caller must not take it for its own.
      if (!(error instanceof AttemptFailed) || error.stage !== 'connecting') connection.destroy();
      throw error;
    } finally {
      void this.#pool.giveBack(connection);
    }
  }

  async notify(outgoing: Outgoing, options: AttemptOptions = {}): Promise<void> {
    const remaining = stopwatch(options);
    const connection = await this.#whenReady(options);
    try {
      connection.notify(outgoing, remaining());
    } finally {
      void this.#pool.giveBack(connection);
    }
  }

  #whenReady(options: AttemptOptions): Promise<Connection> {
    return whenReady((left) => this.#pool.borrow(left), options, this.#closing.signal);
  }

  close(): Promise<void> {
    this.#closing.abort();
    return this.#pool.close();
  }
}
// #endregion pooled

// #region when-ready
/**
 * A connection. `connect` fails with UNAVAILABLE when none can be opened; with
 * `waitForReady` it is retried until the timeout or the abort.
 */
async function whenReady(
  connect: (left: WaitOptions) => Promise<Connection>,
  { timeoutMs, signal, waitForReady = false }: AttemptOptions,
  closing: AbortSignal,
): Promise<Connection> {
  const remaining = stopwatch({ timeoutMs, signal });
  for (let failures = 1; ; failures++) {
    try {
      return await connect(failures === 1 ? { timeoutMs, signal } : remaining());
    } catch (error) {
      if (!waitForReady || (error as AttemptFailed).code !== 'UNAVAILABLE') throw error;
      const { timeoutMs: leftMs = Infinity } = remaining();
      const pausedMs = Math.min(leftMs, pauseMs(failures + 1, RECONNECT));
      await pause(pausedMs, signal, 'ready pause', closing);
      const why = (error as AttemptFailed).message;
      if (signal?.aborted === true) throw refusal('CANCELLED', 'cancelled by the caller', error);
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
  return refusal('CANCELLED', 'client closed');
}

function refusal(code: RpcErrorCode, why: string, cause?: unknown): AttemptFailed {
  return new AttemptFailed('connecting', code, why, cause);
}
