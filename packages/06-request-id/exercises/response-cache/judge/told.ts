// A cache of the learner's, with a clock that the judge moves.

import type { Json } from '@bytes-up/protocol';
import { expectEqual, resultOf, show } from '@bytes-up/testkit';

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

/** A cache of the learner's, which remembers what was done with it. */
export class Told {
  readonly #done: string[] = [];
  #nowMs = 0;
  readonly #cache: Cache;

  private constructor(make: (now: () => number) => Cache) {
    this.#cache = make(() => this.#nowMs);
  }

  static async make({ ResponseCache }: Exports, options: Options): Promise<Told> {
    const { maxEntries, maxAgeMs } = options;
    const given = `new ResponseCache, maxEntries ${maxEntries}, maxAgeMs ${maxAgeMs}`;
    const told = await resultOf(
      given,
      () => new Told((now) => new ResponseCache({ ...options, now })),
    );
    told.#done.push(`maxEntries ${maxEntries}, maxAgeMs ${maxAgeMs}`);
    return told;
  }

  time(ms: number): void {
    this.#nowMs = ms;
    this.#done.push(`time ${ms}`);
  }

  async set(method: string, params: Json, result: Json): Promise<void> {
    const given = this.#given(`set ${method} ${show(params)} = ${show(result)}`);
    await resultOf(given, () => this.#cache.set(method, params, result));
  }

  async get(method: string, params: Json, expected: Json | undefined): Promise<void> {
    const given = this.#given(`get ${method} ${show(params)}`);
    expectEqual(given, expected, await resultOf(given, () => this.#cache.get(method, params)));
  }

  async size(expected: number): Promise<void> {
    const given = this.#given('size');
    expectEqual(given, expected, await resultOf(given, () => this.#cache.size));
  }

  /** What was done before, as far as it fits on a screen, and this. */
  #given(step: string): string {
    this.#done.push(step);
    const [first = ''] = this.#done;
    const rest = this.#done.slice(1);
    const some = rest.length > 7 ? ['…', ...rest.slice(-6)] : rest;
    return [first, ...some].join('; ');
  }
}
