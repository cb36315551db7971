// A client of the simulation (chapter 20). Its decisions come from the code of chapters
// 15 and 07: the policy, Health, RetryBudget and the pause. Only the loop around them is
// new, because ServiceClient awaits sockets, and here an answer is an event.

import { pauseMs, RetryBudget, type RetryOptions } from '@bytes-up/client';
import {
  KeptCandidates,
  type Candidate,
  type Health,
  type Policy,
  type Random,
} from '@bytes-up/discovery';
import type { SimulatedServer } from './server';
import type { Simulation } from './simulation';

export interface ClientOptions {
  readonly policy: Policy;
  /** Without it, the client learns nothing from errors. */
  readonly health?: Health;
  readonly retries: Required<RetryOptions>;
  readonly attemptTimeoutMs: number;
  /** For the pauses. */
  readonly random: Random;
  /** Called before each attempt with the server that it goes to. */
  readonly onAttempt?: (key: string) => void;
}

/** How a call ended. */
export interface Ended {
  readonly isAnswered: boolean;
  readonly attempts: number;
  readonly durationMs: number;
}

interface Known extends Candidate {
  pending: number;
  readonly server: SimulatedServer;
}

/** A call between its attempts. */
interface Call {
  readonly beganAtMs: number;
  readonly tried: Set<string>;
  readonly end: (ended: Ended) => void;
}

export class SimulatedClient {
  readonly #known: ReadonlyMap<string, Known>;
  readonly #all: readonly Known[];
  readonly #candidates: KeptCandidates<Known> | undefined;
  readonly #budget: RetryBudget;
  /** Attempts of all calls so far. */
  attempts = 0;

  constructor(
    private readonly simulation: Simulation,
    servers: ReadonlyMap<string, SimulatedServer>,
    private readonly options: ClientOptions,
  ) {
    this.#all = [...servers].map(([key, server]) => ({ key, server, weight: 100, pending: 0 }));
    this.#known = new Map(this.#all.map((known) => [known.key, known]));
    this.#candidates = options.health && new KeptCandidates(options.health);
    this.#budget = new RetryBudget(options.retries);
  }

  // #region call
  /** Makes a call that may be retried, and reports how it ended. */
  call(end: (ended: Ended) => void): void {
    this.#budget.earn();
    this.#attempt(1, { beganAtMs: this.simulation.now(), tried: new Set(), end });
  }

  #attempt(attempt: number, call: Call): void {
    const { health, attemptTimeoutMs } = this.options;
    const server = this.#choose(call.tried);
    const number = health?.begins(server.key);
    server.pending++;
    this.attempts++;
    this.options.onAttempt?.(server.key);
    let isOver = false;
    const over = (isAnswered: boolean): void => {
      if (isOver) return; // an answer after the timeout, or a timeout after the answer
      isOver = true;
      server.pending--;
      if (isAnswered) health?.succeeded(server.key);
      else health?.failed(server.key, number);
      this.#ended(attempt, server.key, isAnswered, call);
    };
    server.server.submit(over, attemptTimeoutMs);
    if (attemptTimeoutMs < Infinity) this.simulation.after(attemptTimeoutMs, () => over(false));
  }

  #ended(attempt: number, key: string, isAnswered: boolean, call: Call): void {
    const { retries, random } = this.options;
    call.tried.add(key);
    if (!isAnswered && attempt < retries.attempts && this.#budget.spend()) {
      const candidates = this.#candidates?.of(this.#all) ?? this.#all; // without ejected ones
      const hasOthers = candidates.some((known) => !call.tried.has(known.key));
      const afterMs = hasOthers ? 0 : pauseMs(attempt + 1, retries, random);
      this.simulation.after(afterMs, () => this.#attempt(attempt + 1, call));
    } else {
      const durationMs = this.simulation.now() - call.beganAtMs;
      call.end({ isAnswered, attempts: attempt, durationMs });
    }
  }
  // #endregion call

  // #region choose
  #choose(tried: ReadonlySet<string>): Known {
    const { policy } = this.options;
    const candidates = this.#candidates?.of(this.#all) ?? this.#all;
    const untried = tried.size === 0 ? candidates : candidates.filter(({ key }) => !tried.has(key));
    const chosen = policy.choose(untried.length > 0 ? untried : candidates);
    return this.#known.get(chosen?.key ?? '') as Known;
  }
  // #endregion choose
}
