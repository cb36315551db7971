// The client (chapter 07): calls with a deadline, retried where that is safe, over one
// connection or a pool.

import type { ErrorResult, Json, Response, RpcErrorCode } from '@bytes-up/protocol';
import { isSafeToRetry } from '@bytes-up/request-id';
import { AttemptFailed } from './call/attempt-failed';
import { CallError } from './call/call-error';
import { withDefaults } from './with-defaults';
import type { AttemptOptions, Outgoing } from './connection/connection';
import { checkConnectionOptions, type ConnectionOptions } from './connection/connection-options';
import { checkTimeout, pause, type WaitOptions } from './call/wait';
import type { Meter } from './connection/in-flight';
import type { Address } from '@bytes-up/protocol';
import type { PoolCounters, PoolOptions } from './pool/pool-options';
import { DEFAULT_RETRIES, pauseMs, RetryBudget, type RetryOptions } from './call/retry-policy';
import { Tracer, type Hooks } from './call/tracing';
import { PooledConnections, SharedConnection, type Transport } from './transport';

export interface ClientOptions {
  /** A pool, for servers that answer in order. Default: one connection for all calls. */
  readonly pool?: PoolOptions;
  readonly connection?: ConnectionOptions;
  /** Milliseconds for a call, including all attempts and pauses. Default 10,000. */
  readonly timeoutMs?: number;
  readonly retries?: RetryOptions;
  readonly hooks?: Hooks;
}

/**
 * The timeout covers everything: connecting, waiting in the pool, attempts and pauses.
 */
export interface NotifyOptions extends WaitOptions {
  /** Wait until the timeout for a server to accept, instead of failing. Default false. */
  readonly waitForReady?: boolean;
}

export interface CallOptions extends NotifyOptions {
  /**
   * Running the call twice has the same effect as once, so it is retried even when it may
   * have run. Default false.
   */
  readonly idempotent?: boolean;
  /** A server that honours keys runs one call per key (chapter 06). */
  readonly idempotencyKey?: string;
}

const DEFAULT_TIMEOUT_MS = 10_000;

export class Client {
  readonly #transport: Transport;
  readonly #retries: Required<RetryOptions>;
  readonly #budget: RetryBudget;
  readonly #tracer: Tracer;
  readonly #closing = new AbortController();

  constructor(
    readonly address: Address,
    private readonly options: ClientOptions = {},
  ) {
    const { pool, connection, retries, hooks = {} } = options;
    this.#retries = withDefaults(DEFAULT_RETRIES, retries);
    checkConnectionOptions(connection); // here, and not first when one is opened
    this.#transport =
      pool === undefined
        ? new SharedConnection(address, connection)
        : new PooledConnections(address, pool, connection);
    this.#budget = new RetryBudget(this.#retries);
    this.#tracer = new Tracer(hooks);
  }

  /** Durations of calls, in nanoseconds. */
  get latency(): Tracer['latency'] {
    return this.#tracer.latency;
  }

  /** The counters of its pool; undefined without one. */
  get poolCounters(): PoolCounters | undefined {
    return this.#transport.counters;
  }

  // #region call
  /** Calls a method. @returns its result @throws CallError */
  async call(method: string, params: Json = null, options: CallOptions = {}): Promise<Json> {
    const startedAtMs = performance.now();
    const { signal, waitForReady, idempotencyKey } = options;
    const timeoutMs = this.#timeoutMs(options);
    const outgoing: Outgoing = { in: method, params, idempotency_key: idempotencyKey };
    const meter: Meter = { bytesOut: 0, bytesIn: 0 };
    const end = (attempts: number, code: RpcErrorCode | undefined): void => {
      const durationMs = performance.now() - startedAtMs;
      this.#tracer.end({ method, address: this.address, attempts, durationMs, ...meter, code });
    };
    this.#tracer.start({ method, address: this.address });
    this.#budget.earn();
    let mayHaveRun = false;
    for (let attempt = 1; ; attempt++) {
      const leftMs = attempt === 1 ? timeoutMs : timeoutMs - (performance.now() - startedAtMs);
      const attemptOptions = { timeoutMs: leftMs, signal, waitForReady, meter };
      const outcome = await this.#attempt(outgoing, attemptOptions);
      if (!(outcome instanceof AttemptFailed) && outcome.out !== 'error') {
        end(attempt, undefined);
        return outcome.result;
      }
      // Created here, so that its stack is the caller's.
      const error = this.#errorOf(outcome, method).after(attempt - 1, mayHaveRun);
      mayHaveRun = error.mayHaveRun;
      const endsAtMs = startedAtMs + timeoutMs;
      const afterMs = this.#pauseBefore(attempt + 1, outcome, endsAtMs, options);
      if (afterMs === undefined) {
        end(attempt, error.code);
        throw error;
      }
      const again = { method, address: this.address, attempt: attempt + 1, afterMs };
      this.#tracer.retry({ ...again, because: error });
      await pause(afterMs, signal, 'retry pause', this.#closing.signal);
    }
  }
  // #endregion call

  /**
   * Sends a call that gets no response, not even an error.
   * @throws CallError when it could not be sent
   */
  async notify(method: string, params: Json = null, options: NotifyOptions = {}): Promise<void> {
    const timeoutMs = this.#timeoutMs(options);
    try {
      checkTimeout(timeoutMs);
      await this.#transport.notify({ in: method, params }, { ...options, timeoutMs });
    } catch (error) {
      throw this.#errorOf(attemptFailed(error), method);
    }
  }

  #timeoutMs({ timeoutMs = this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS }: WaitOptions): number {
    return timeoutMs;
  }

  /**
   * Waits for the calls in flight, then closes the connections. A call between two
   * attempts makes no other one.
   */
  close(): Promise<void> {
    this.#closing.abort();
    return this.#transport.close();
  }

  /** @returns the response, or why there is none */
  async #attempt(outgoing: Outgoing, options: AttemptOptions): Promise<Response | AttemptFailed> {
    try {
      checkTimeout(options.timeoutMs);
      return await this.#transport.attempt(outgoing, options);
    } catch (error) {
      return attemptFailed(error);
    }
  }

  // #region retry
  /**
   * The pause before another attempt; undefined for no retry: it would not be safe, would
   * not help, would come too late, or the budget is spent.
   */
  #pauseBefore(
    attempt: number,
    failure: AttemptFailed | Response,
    endsAtMs: number,
    { idempotent = false, idempotencyKey, signal }: CallOptions,
  ): number | undefined {
    if (attempt > this.#retries.attempts || signal?.aborted === true) return undefined;
    if (failure instanceof AttemptFailed && failure.code !== 'UNAVAILABLE') return undefined;
    const call = { idempotent, hasKey: idempotencyKey !== undefined };
    if (!isSafeToRetry(failure, call)) return undefined;
    const afterMs = pauseMs(attempt, this.#retries);
    const isInTime = performance.now() + afterMs < endsAtMs;
    return isInTime && this.#budget.spend() ? afterMs : undefined;
  }
  // #endregion retry

  #errorOf(failure: AttemptFailed | Response, method: string): CallError {
    const { code, message, retryable, mayHaveRun } =
      failure instanceof AttemptFailed ? verdictOn(failure) : verdictOnAnswer(failure);
    const { address } = this;
    const details = { method, address, attempts: 1, mayHaveRun, retryable, cause: failure };
    return new CallError(code, message, details);
  }
}

interface Verdict extends ErrorResult {
  readonly mayHaveRun: boolean;
}

function verdictOn({ code, message, stage }: AttemptFailed): Verdict {
  const mayHaveRun = stage !== 'connecting';
  return { code, message, mayHaveRun, retryable: !mayHaveRun && code === 'UNAVAILABLE' };
}

function verdictOnAnswer({ result }: Response): Verdict {
  const { code, message, retryable } = result as ErrorResult;
  const isRefused = retryable || code === 'INVALID_ARGUMENT' || code === 'UNIMPLEMENTED';
  return { code, message, mayHaveRun: !isRefused, retryable };
}

/** Whatever an attempt throws is why it failed. */
function attemptFailed(thrown: unknown): AttemptFailed {
  if (thrown instanceof AttemptFailed) return thrown;
  return new AttemptFailed('waiting', 'INTERNAL', String(thrown), thrown);
}
