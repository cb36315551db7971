// Drives the learner's supervisor with a fake kernel, and records the steps.

import { expectEqual, expectResult } from '@bytes-up/testkit';
import { FakeKernel } from './fake-kernel';

interface Supervisor {
  readonly workers: readonly number[];
  readonly hasStopped: boolean;
  start(): void;
  onSigchld(): void;
  onSigterm(): void;
}

export interface Exports {
  Supervisor: new (
    kernel: Pick<FakeKernel, 'fork' | 'waitpid' | 'kill'>,
    count: number,
  ) => Supervisor;
}

export class Driver {
  readonly #kernel = new FakeKernel();
  readonly #supervisor: Supervisor;
  readonly #done: string[];

  constructor({ Supervisor }: Exports, count: number) {
    this.#done = [`${count} ${count === 1 ? 'worker' : 'workers'}`];
    this.#supervisor = this.#do(undefined, () => new Supervisor(this.#kernel, count));
  }

  start(): void {
    this.#do('start', () => this.#supervisor.start());
  }

  sigchld(): void {
    this.#do('SIGCHLD', () => this.#supervisor.onSigchld());
  }

  /** For cases that are about what it throws. */
  sigchldUnguarded(): void {
    this.#supervisor.onSigchld();
  }

  sigterm(): void {
    this.#do('SIGTERM', () => this.#supervisor.onSigterm());
  }

  exits(...pids: readonly number[]): void {
    this.#done.push(`${pids.join(' and ')} exit${pids.length === 1 ? 's' : ''}`);
    for (const pid of pids) this.#kernel.exit(pid);
  }

  exitAtOnce(): void {
    this.#done.push('each of which exits at once');
    this.#kernel.exitAtOnce = true;
  }

  adopt(pid: number): void {
    this.#done.push(`${pid}, not a worker, becomes a child`);
    this.#kernel.adopt(pid);
  }

  failNext(code: string): void {
    this.#kernel.failNext = code;
  }

  forgetSignals(): void {
    this.#kernel.signals.length = 0;
  }

  expectWorkers(expected: readonly number[]): void {
    const workers = this.#do(undefined, () => this.#supervisor.workers);
    expectEqual(`${this.#given()}; workers`, expected, [...workers].sort());
  }

  expectStopped(expected: boolean): void {
    const hasStopped = this.#do(undefined, () => this.#supervisor.hasStopped);
    expectEqual(`${this.#given()}; hasStopped`, expected, hasStopped);
  }

  expectForks(expected: number): void {
    expectEqual(`${this.#given()}; forks so far`, expected, this.#kernel.forks);
  }

  expectZombies(expected: readonly number[]): void {
    expectEqual(`${this.#given()}; zombies left`, expected, this.#kernel.zombies);
  }

  expectSignals(expected: readonly string[]): void {
    const came = [...this.#kernel.signals].sort();
    expectEqual(`${this.#given()}; signals sent`, expected, came);
  }

  #do<T>(step: string | undefined, call: () => T): T {
    if (step !== undefined) this.#done.push(step);
    return expectResult(this.#given(), call);
  }

  #given(): string {
    return this.#done.join('; ');
  }
}
