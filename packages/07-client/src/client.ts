// The client (chapter 07): a call with a deadline, tried again where that is safe, over a connection or a pool of them.

import type { ErrorResult, Json, Response, RpcErrorCode } from '@bytes-up/protocol';
import { RPC_ERROR_CODES } from '@bytes-up/protocol';
import { isSafeToRetry } from '@bytes-up/request-id';
import { AttemptFailed } from './attempt-failed';
import { CallError } from './call-error';
import type { AttemptOptions, ConnectionOptions, Outgoing } from './connection';
import type { Meter } from './in-flight';
import type { Address } from './open-socket';
import type { PoolCounters, PoolOptions } from './pool';
import { DEFAULT_RETRIES, pause, pauseMs, RetryBudget, type RetryOptions } from './retry-policy';
import { Tracer, type Hooks } from './tracing';
import { PooledConnections, SharedConnection, type Transport } from './transport';

export interface ClientOptions {
  /** One connection for all calls, which is the default, or a pool of them: for servers that answer in order. */
  readonly pool?: PoolOptions;
  readonly connection?: ConnectionOptions;
  /** Milliseconds that a call may take, all attempts and pauses included. Default 10,000. */
  readonly timeoutMs?: number;
  readonly retries?: RetryOptions;
  readonly hooks?: Hooks;
}

export interface CallOptions {
  /** Milliseconds for this call. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Doing it twice is the same as doing it once: then a call that may have run is tried again. Default false. */
  readonly idempotent?: boolean;
  /** The server does a call once for each key, if it honours keys (chapter 06). */
  readonly idempotencyKey?: string;
}

const DEFAULT_TIMEOUT_MS = 10_000;

export class Client {
  readonly #transport: Transport;
  readonly #retries: Required<RetryOptions>;
  readonly #budget: RetryBudget;
  readonly #tracer: Tracer;

  constructor(
    readonly address: Address,
    private readonly options: ClientOptions = {},
  ) {
    const { pool, connection, retries, hooks = {} } = options;
    this.#transport =
      pool === undefined
        ? new SharedConnection(address, connection)
        : new PooledConnections(address, pool, connection);
    this.#retries = { ...DEFAULT_RETRIES, ...retries };
    this.#budget = new RetryBudget(this.#retries);
    this.#tracer = new Tracer(hooks);
  }

  /** How long calls have taken, in nanoseconds. */
  get latency(): Tracer['latency'] {
    return this.#tracer.latency;
  }

  /** What its pool has done and has; undefined for one connection. */
  get poolCounters(): PoolCounters | undefined {
    return this.#transport.counters;
  }

  // #region call
  /** Calls a method. @returns its result @throws CallError */
  async call(method: string, params: Json = null, options: CallOptions = {}): Promise<Json> {
    const startedAtMs = performance.now();
    const { timeoutMs = this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS, idempotencyKey } = options;
    const outgoing: Outgoing = { in: method, params, idempotency_key: idempotencyKey };
    const meter: Meter = { bytesOut: 0, bytesIn: 0 };
    const end = (attempts: number, code: RpcErrorCode | undefined): void => {
      const durationMs = performance.now() - startedAtMs;
      this.#tracer.end({ method, address: this.address, attempts, durationMs, ...meter, code });
    };
    this.#tracer.start({ method, address: this.address });
    this.#budget.earn();
    for (let attempt = 1; ; attempt++) {
      const spentMs = attempt === 1 ? 0 : performance.now() - startedAtMs;
      const attemptOptions = { timeoutMs: timeoutMs - spentMs, signal: options.signal, meter };
      const outcome = await this.#attempt(outgoing, attemptOptions);
      if (!(outcome instanceof AttemptFailed) && outcome.out !== 'error') {
        end(attempt, undefined);
        return outcome.result;
      }
      const error = this.#errorOf(outcome, method, attempt); // made here, so that its stack is the caller's
      const leftMs = timeoutMs - (performance.now() - startedAtMs);
      const afterMs = this.#pauseBefore(attempt + 1, outcome, leftMs, options);
      if (afterMs === undefined) {
        end(attempt, error.code);
        throw error;
      }
      const again = { method, address: this.address, attempt: attempt + 1, afterMs };
      this.#tracer.retry({ ...again, because: error });
      await pause(afterMs, options.signal);
    }
  }
  // #endregion call

  /** Sends a call that is not answered, not even with an error. @throws CallError when it could not be sent */
  async notify(method: string, params: Json = null): Promise<void> {
    try {
      await this.#transport.notify({ in: method, params });
    } catch (error) {
      throw this.#errorOf(error as AttemptFailed, method, 1);
    }
  }

  /** Lets the calls in flight end, then the connections. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  /** @returns the answer, or why there is none */
  async #attempt(outgoing: Outgoing, options: AttemptOptions): Promise<Response | AttemptFailed> {
    try {
      return await this.#transport.attempt(outgoing, options);
    } catch (error) {
      if (error instanceof AttemptFailed) return error;
      throw error;
    }
  }

  // #region retry
  /** The pause before another attempt; undefined when there is none: not safe, not useful, too late, or nothing left to spend. */
  #pauseBefore(
    attempt: number,
    failure: AttemptFailed | Response,
    leftMs: number,
    { idempotent = false, idempotencyKey, signal }: CallOptions,
  ): number | undefined {
    if (attempt > this.#retries.attempts || signal?.aborted === true) return undefined;
    if (failure instanceof AttemptFailed && failure.code !== 'UNAVAILABLE') return undefined;
    const call = { idempotent, hasKey: idempotencyKey !== undefined };
    if (!isSafeToRetry(failure, call)) return undefined;
    const afterMs = pauseMs(attempt, this.#retries);
    return afterMs < leftMs && this.#budget.spend() ? afterMs : undefined;
  }
  // #endregion retry

  #errorOf(failure: AttemptFailed | Response, method: string, attempts: number): CallError {
    const common = { method, address: this.address, attempts };
    if (failure instanceof AttemptFailed) {
      const mayHaveRun = failure.stage !== 'connecting';
      return new CallError(failure.code, failure.message, {
        ...common,
        mayHaveRun,
        retryable: !mayHaveRun && failure.code === 'UNAVAILABLE',
        cause: failure,
      });
    }
    const { code, message, retryable } = failure.result as ErrorResult;
    const known = RPC_ERROR_CODES.includes(code) ? code : 'INTERNAL';
    const mayHaveRun = !retryable && known !== 'INVALID_ARGUMENT' && known !== 'UNIMPLEMENTED';
    return new CallError(known, message, { ...common, mayHaveRun, retryable, cause: failure });
  }
}
