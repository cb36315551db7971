// Drives the learner's idle list with a clock that the judge moves.

import { expectEqual, expectResult } from '@bytes-up/testkit';

export interface IdleList {
  readonly nextInMs: number | undefined;
  add(connection: string): void;
  touch(connection: string): void;
  began(connection: string): void;
  answered(connection: string): void;
  remove(connection: string): void;
  expire(): string[];
}

export interface Exports {
  IdleList: new (nowMs: () => number, idleTimeoutMs: number) => IdleList;
}

type Step = 'add' | 'touch' | 'began' | 'answered' | 'remove';

/** As on a machine that has run for a while: a monotonic clock rarely starts at 0. */
const BEGAN_AT_MS = 40_000_000;

/**
 * Follows a timeline such as `0 add a b; 999 expire; 1000 expire a b; 1000 next 500`: at
 * each time, in milliseconds, a step for each of these connections, or what is expected
 * of `expire()` and of `nextInMs`. Nothing after `next` means undefined.
 * @throws CaseFailed, with the steps so far, when something else comes
 */
export function follow(timeline: string, exports: Exports, timeoutMs: number): void {
  const driver = new Driver(exports, timeoutMs);
  for (const entry of timeline.split('; ')) {
    const [ms, step, ...rest] = entry.split(' ');
    driver.moveTo(Number(ms));
    if (step === 'expire') driver.expectExpired(rest);
    else if (step === 'next')
      driver.expectNextInMs(rest[0] === undefined ? rest[0] : Number(rest[0]));
    else for (const connection of rest) driver.take(step as Step, connection);
  }
}

class Driver {
  #atMs = 0;
  readonly #list: IdleList;
  readonly #done: string[] = [];

  constructor({ IdleList }: Exports, timeoutMs: number) {
    this.#list = this.#do('a new list', () => {
      return new IdleList(() => BEGAN_AT_MS + this.#atMs, timeoutMs);
    });
  }

  moveTo(ms: number): void {
    this.#atMs = ms;
  }

  take(step: Step, connection: string): void {
    this.#do(`${step}(${connection})`, () => this.#list[step](connection));
  }

  expectExpired(expected: readonly string[]): void {
    const came = this.#do('expire()', () => this.#list.expire());
    expectEqual(this.#given, expected, came);
  }

  expectNextInMs(expected: number | undefined): void {
    const came = this.#do('nextInMs', () => this.#list.nextInMs);
    expectEqual(this.#given, expected, came);
  }

  #do<T>(step: string, call: () => T): T {
    this.#done.push(`${this.#atMs} ms: ${step}`);
    return expectResult(this.#given, call);
  }

  get #given(): string {
    return this.#done.join('; ');
  }
}
