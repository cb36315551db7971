// Drives the learner's cache with a clock that the judge moves.

import type { Json } from '@bytes-up/protocol';
import { expectEqual, expectResult, show } from '@bytes-up/testkit';

interface Cache {
  readonly size: number;
  get(method: string, params: Json): Json | undefined;
  set(method: string, params: Json, result: Json): void;
}

export interface Options {
  readonly maxEntries: number;
  readonly maxAgeMs: number;
}

export interface Exports {
  ResponseCache: new (options: Options & { readonly now: () => number }) => Cache;
}

/** The learner's cache, and the steps so far. */
export class Driver {
  readonly #done: string[] = [];
  #nowMs = 0;
  readonly #cache: Cache;

  private constructor(make: (now: () => number) => Cache) {
    this.#cache = make(() => this.#nowMs);
  }

  static make({ ResponseCache }: Exports, options: Options): Driver {
    const { maxEntries, maxAgeMs } = options;
    const given = `new ResponseCache, maxEntries ${maxEntries}, maxAgeMs ${maxAgeMs}`;
    const driver = expectResult(
      given,
      () => new Driver((now) => new ResponseCache({ ...options, now })),
    );
    driver.#done.push(`maxEntries ${maxEntries}, maxAgeMs ${maxAgeMs}`);
    return driver;
  }

  time(ms: number): void {
    this.#nowMs = ms;
    this.#done.push(`time ${ms}`);
  }

  set(method: string, params: Json, result: Json): void {
    const given = this.#given(`set ${method} ${show(params)} = ${show(result)}`);
    expectResult(given, () => this.#cache.set(method, params, result));
  }

  get(method: string, params: Json, expected: Json | undefined): void {
    const given = this.#given(`get ${method} ${show(params)}`);
    expectEqual(
      given,
      expected,
      expectResult(given, () => this.#cache.get(method, params)),
    );
  }

  size(expected: number): void {
    const given = this.#given('size');
    expectEqual(
      given,
      expected,
      expectResult(given, () => this.#cache.size),
    );
  }

  /** The steps so far, as many as fit on a screen, and this one. */
  #given(step: string): string {
    this.#done.push(step);
    const [first = ''] = this.#done;
    const rest = this.#done.slice(1);
    const some = rest.length > 7 ? ['…', ...rest.slice(-6)] : rest;
    return [first, ...some].join('; ');
  }
}
