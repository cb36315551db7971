// Drives the learner's idle list with a clock that the judge moves.

import { expectEqual, expectResult } from '@bytes-up/testkit';

interface IdleList {
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

export class Driver {
  #atMs = 0;
  readonly #list: IdleList;
  readonly #done: string[] = [];

  constructor({ IdleList }: Exports, timeoutMs: number) {
    this.#list = this.#do('a new list', () => {
      return new IdleList(() => BEGAN_AT_MS + this.#atMs, timeoutMs);
    });
  }

  /** `add a b` performs the step for each of these connections. */
  at(ms: number, ...steps: readonly string[]): void {
    this.#atMs = ms;
    for (const text of steps) {
      const [step, ...connections] = text.split(' ');
      for (const connection of connections)
        this.#do(`${step as Step}(${connection})`, () => this.#list[step as Step](connection));
    }
  }

  /** @param expected the connections, one letter each */
  expires(ms: number, expected: string): void {
    this.#atMs = ms;
    const came = this.#do('expire()', () => this.#list.expire());
    expectEqual(this.#given, [...expected], came);
  }

  expectNextInMs(ms: number, expected: number | undefined): void {
    this.#atMs = ms;
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
