// Drives the learner's pool with a clock that the judge moves.

import { CaseFailed, expectEqual, expectResult } from '@bytes-up/testkit';

interface Pool {
  readonly workers: readonly number[];
  readonly waitMs: number | undefined;
  fork(): void;
  ended(pid: number): void;
}

interface System {
  nowMs(): number;
  fork(): number;
}

export interface Exports {
  Pool: new (system: System, size: number) => Pool;
}

/** More forks than any case needs: an endless loop. */
const MAX_FORKS = 1_000;

export class Driver {
  /** The code of the error that fork throws. */
  failWith: string | undefined;
  #nowMs: number;
  #calls = 0;
  #lastPid = 100;
  #nextPid: number | undefined;
  readonly #pool: Pool;
  readonly #done: string[];

  /** @param beganAtMs the clock at the start; the cases count from there */
  constructor(
    { Pool }: Exports,
    size: number,
    private readonly beganAtMs: number,
  ) {
    this.#nowMs = beganAtMs;
    this.#done = [`size ${size}`];
    const system: System = { nowMs: () => this.#nowMs, fork: () => this.#systemFork() };
    this.#pool = this.#do(undefined, () => new Pool(system, size));
  }

  at(ms: number): this {
    this.#nowMs = this.beganAtMs + ms;
    return this;
  }

  /** The next worker gets this pid. The kernel counts up, and begins again at its end. */
  nextPid(pid: number): void {
    this.#nextPid = pid;
  }

  later(ms: number): void {
    this.#nowMs += ms;
  }

  fork(): void {
    this.#do('fork()', () => this.#pool.fork());
  }

  ended(...pids: readonly number[]): void {
    for (const pid of pids) this.#do(`ended(${pid})`, () => this.#pool.ended(pid));
  }

  /**
   * For `ms` milliseconds, forks as often as the pool wants: each worker dies 5 ms after
   * its fork.
   */
  crashFor(ms: number): void {
    const untilMs = this.#nowMs + ms;
    this.#done.push(`for ${ms} ms each worker dies 5 ms after its fork`);
    while (this.#nowMs < untilMs) {
      this.#pool.fork();
      this.#nowMs += 5;
      for (const pid of [...this.#pool.workers]) this.#pool.ended(pid);
      this.#nowMs += Math.max(1, this.#pool.waitMs ?? 1);
    }
  }

  expectWorkers(expected: readonly number[]): void {
    const workers = this.#do(undefined, () => [...this.#pool.workers].sort((a, b) => a - b));
    expectEqual(`${this.#given}; workers`, expected, workers);
  }

  expectWaitMs(expected: number | undefined): void {
    const waitMs = this.#do(undefined, () => this.#pool.waitMs);
    expectEqual(`${this.#given}; waitMs at ${this.#clock}`, expected, waitMs);
  }

  /** How often system.fork was called, successfully or not. */
  expectCalls(expected: number): void {
    expectEqual(`${this.#given}; calls of system.fork`, expected, this.#calls);
  }

  #systemFork(): number {
    this.#calls++;
    if (this.#calls > MAX_FORKS) {
      const came = `more than ${MAX_FORKS}`;
      throw new CaseFailed({ given: this.#given, expected: 'a few calls of system.fork', came });
    }
    if (this.failWith === undefined) {
      const pid = this.#nextPid ?? ++this.#lastPid;
      this.#nextPid = undefined;
      return pid;
    }
    throw Object.assign(new Error(`fork: ${this.failWith}`), { code: this.failWith });
  }

  #do<T>(step: string | undefined, call: () => T): T {
    if (step !== undefined) this.#done.push(`${this.#clock}: ${step}`);
    return expectResult(this.#given, call);
  }

  get #clock(): string {
    return `${this.#nowMs - this.beganAtMs} ms`;
  }

  get #given(): string {
    return this.#done.join('; ');
  }
}
