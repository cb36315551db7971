// A client of a service, not of one server (chapter 15). Each call goes to one of the
// known servers, and to another one if it fails and may be retried.

import { EventEmitter } from 'node:events';
import {
  CallError,
  checkConnectionOptions,
  checkPoolOptions,
  pause,
  pauseMs,
  RetryBudget,
  withDefaults,
  type CallOptions,
  type ClientOptions,
  type RetryOptions,
} from '@bytes-up/client';
import { RpcError, type Json, type RpcErrorCode } from '@bytes-up/protocol';
import { mayBeMadeAgain, verdictOn, type Verdict } from './balancing/failover';
import { Health, type HealthOptions } from './balancing/health';
import { KeptCandidates } from './balancing/kept-candidates';
import { KnownServers, type KnownServer, type Servers } from './balancing/known-servers';
import { SmoothWeightedRoundRobin } from './balancing/policies/smooth-weighted-round-robin';
import type { Policy } from './balancing/policy';

/** Times in milliseconds. */
export interface ServiceClientOptions {
  /** Default smooth weighted round robin. */
  readonly policy?: Policy;
  readonly health?: Partial<HealthOptions>;
  /**
   * Options for the client of each server. A failed call goes to another server instead.
   */
  readonly client?: Omit<ClientOptions, 'retries' | 'timeoutMs'>;
  /** For one call, including all attempts. Default 10,000. */
  readonly timeoutMs?: number;
  /** For one attempt. After this timeout another server is called. Default 1,000. */
  readonly attemptTimeoutMs?: number;
  readonly retries?: RetryOptions;
}

export interface ServiceCallOptions extends CallOptions {
  /** For a policy that sends calls with the same key to the same server. */
  readonly about?: string;
}

/** One attempt of a call, after it ended. */
export interface Attempt {
  readonly server: string;
  readonly method: string;
  /** 1, 2, … of its call. */
  readonly attempt: number;
  readonly durationMs: number;
  /** Undefined when it was answered. */
  readonly code: RpcErrorCode | undefined;
  /** Another attempt follows. */
  readonly isRetried: boolean;
}

interface Events {
  attempt: [Attempt];
}

/** All calls in flight to a server may fail at once, and all of them need a retry. */
const RETRIES: Required<RetryOptions> = {
  attempts: 4,
  baseMs: 20,
  maxMs: 1_000,
  budget: 0.2,
  reserve: 100,
};

export class ServiceClient extends EventEmitter<Events> {
  readonly #servers: KnownServers;
  readonly #policy: Policy;
  readonly #health: Health;
  readonly #candidates: KeptCandidates<KnownServer>;
  readonly #retries: Required<RetryOptions>;
  readonly #budget: RetryBudget;
  readonly #closing = new AbortController();

  constructor(
    private readonly source: Servers,
    private readonly options: ServiceClientOptions = {},
  ) {
    super();
    // not first when a server is known
    checkConnectionOptions(options.client?.connection);
    checkPoolOptions(options.client?.pool ?? {});
    this.#policy = options.policy ?? new SmoothWeightedRoundRobin();
    this.#health = new Health(options.health);
    this.#candidates = new KeptCandidates(this.#health);
    this.#retries = withDefaults(RETRIES, options.retries);
    this.#budget = new RetryBudget(this.#retries);
    this.#servers = new KnownServers(source, options.client, (key) => this.#health.forget(key));
  }

  /** Attempts in flight. */
  get inFlight(): number {
    return this.#servers.all.reduce((sum, { pending }) => sum + pending, 0);
  }

  // #region call
  /**
   * Calls a method of the service.
   * @returns its result
   * @throws CallError of the last attempt; its mayHaveRun covers all attempts
   * @throws RpcError when no server is known
   */
  async call(method: string, params: Json = null, options: ServiceCallOptions = {}): Promise<Json> {
    const endsAtMs = performance.now() + (options.timeoutMs ?? this.options.timeoutMs ?? 10_000);
    const tried = new Set<string>();
    this.#budget.earn();
    let before: CallError | undefined;
    for (let attempt = 1; ; attempt++) {
      const server = this.#choose(tried, options.about);
      if (server === undefined) throw this.#noServer(method, options.signal, before);
      const beganAtMs = performance.now();
      const outcome = await this.#attempt(server, method, params, options, endsAtMs - beganAtMs);
      const failed = outcome instanceof CallError ? outcome : undefined;
      const leftMs = endsAtMs - performance.now();
      tried.add(server.key);
      const afterMs = failed && this.#pauseBefore(attempt + 1, failed, tried, leftMs, options);
      this.emit('attempt', {
        server: server.key,
        method,
        attempt,
        durationMs: performance.now() - beganAtMs,
        code: failed?.code,
        isRetried: afterMs !== undefined,
      });
      if (failed === undefined) return outcome as Json;
      before = failed.after(attempt - 1, before?.mayHaveRun ?? false);
      if (afterMs === undefined) throw this.#asSeen(before, options.signal);
      if (afterMs > 0) await pause(afterMs, options.signal, 'retry pause', this.#closing.signal);
    }
  }
  // #endregion call

  /**
   * Waits for the calls in flight, then closes every connection. A call between two
   * attempts makes no other one.
   */
  close(): Promise<void> {
    this.#closing.abort();
    return this.#servers.close();
  }

  /**
   * This attempt sent nothing, because no server is known; the list says why, if it can.
   * A closed client will never know one, so its error is not retryable.
   */
  #noServer(
    method: string,
    signal: AbortSignal | undefined,
    before: CallError | undefined,
  ): RpcError {
    const byCaller = signal?.aborted === true ? 'cancelled by the caller' : undefined;
    const cancelled = byCaller ?? (this.#isClosed ? 'client closed' : undefined);
    if (before !== undefined) {
      if (cancelled === undefined) return this.#asSeen(before, signal);
      return new CallError('CANCELLED', cancelled, { ...before, retryable: false, cause: before });
    }
    if (cancelled !== undefined) return new RpcError('CANCELLED', `${method}: ${cancelled}`);
    const { trouble } = this.source;
    const why = trouble === undefined ? '' : `: ${trouble}`;
    return new RpcError('UNAVAILABLE', `${method}: no server is known${why}`, { retryable: true });
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /**
   * The client of a server that leaves the list cancels what has not been sent. The
   * caller did not: it learns that there was no server for its call.
   */
  #asSeen(error: CallError, signal: AbortSignal | undefined): CallError {
    if (error.code !== 'CANCELLED' || signal?.aborted === true || this.#isClosed) return error;
    const retryable = !error.mayHaveRun;
    return new CallError('UNAVAILABLE', 'its server left', { ...error, retryable, cause: error });
  }

  // #region choose
  /** A server that this call has not tried, if there is one. */
  #choose(tried: ReadonlySet<string>, about: string | undefined): KnownServer | undefined {
    const candidates = this.#candidates.of(this.#servers.all);
    const untried = tried.size === 0 ? candidates : candidates.filter(({ key }) => !tried.has(key));
    const chosen = this.#policy.choose(untried.length > 0 ? untried : candidates, about);
    return chosen && this.#servers.get(chosen.key);
  }
  // #endregion choose

  async #attempt(
    server: KnownServer,
    method: string,
    params: Json,
    options: ServiceCallOptions,
    leftMs: number,
  ): Promise<Json | CallError> {
    const attemptMs = this.options.attemptTimeoutMs ?? 1_000;
    const timeoutMs = Math.min(leftMs, attemptMs);
    server.pending++;
    const call = this.#health.begins(server.key);
    try {
      const result = await server.client.call(method, params, { ...options, timeoutMs });
      this.#note(server, 'answered', call);
      return result;
    } catch (error) {
      const failed = error as CallError; // a client throws no other error
      this.#note(server, verdictOn(failed, timeoutMs === attemptMs), call);
      return failed;
    } finally {
      server.pending--;
    }
  }

  /**
   * A server that has left the list in the meantime stays forgotten: one that appears at
   * the same address later is another server.
   */
  #note(server: KnownServer, verdict: Verdict, call: number): void {
    const { key } = server;
    if (this.#servers.get(key) !== server) return;
    if (verdict === 'answered') this.#health.succeeded(key);
    else if (verdict === 'failed') this.#health.failed(key, call);
    else this.#health.endedWithoutVerdict(key, call);
  }

  // #region retry
  /**
   * The pause before another attempt; undefined for no retry. Another server is called at
   * once, the same one after a pause.
   */
  #pauseBefore(
    attempt: number,
    failed: CallError,
    tried: ReadonlySet<string>,
    leftMs: number,
    options: ServiceCallOptions,
  ): number | undefined {
    if (attempt > this.#retries.attempts || !mayBeMadeAgain(failed, options)) return undefined;
    const candidates = this.#candidates.of(this.#servers.all); // without ejected servers
    const hasOthers = candidates.some(({ key }) => !tried.has(key));
    const afterMs = hasOthers ? 0 : pauseMs(attempt, this.#retries);
    return afterMs < leftMs && this.#budget.spend() ? afterMs : undefined;
  }
  // #endregion retry
}
