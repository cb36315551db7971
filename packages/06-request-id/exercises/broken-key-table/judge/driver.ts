// Drives the learner's KeyTable with calls that run until the judge ends them.

import type { Request, Response } from '@bytes-up/protocol';
import { expectEqual, expectResult } from '@bytes-up/testkit';

type Answer = Response | undefined;

interface Table {
  readonly size: number;
  run(
    request: Request,
    key: string,
    call: () => Answer | Promise<Answer>,
  ): Answer | Promise<Answer>;
}

export interface Limits {
  readonly maxKeys: number;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

export interface Exports {
  KeyTable: new (limits: Limits, now: () => number) => Table;
}

const LIMITS: Limits = { maxKeys: 3, maxBytes: 10_000, maxAgeMs: 1_000 };

/** The learner's table, and the steps so far. */
export class Driver {
  #given: string;
  readonly #table: Table;
  readonly #ends = new Map<string, (answer: Answer) => void>();
  #nowMs = 0;
  #ran = 0;

  constructor({ KeyTable }: Exports, limits: Partial<Limits>) {
    const all = { ...LIMITS, ...limits };
    this.#given = `maxKeys ${all.maxKeys}, maxAgeMs ${all.maxAgeMs}`;
    this.#table = new KeyTable(all, () => this.#nowMs);
  }

  time(ms: number): void {
    this.#nowMs = ms;
    this.#did(`time ${ms}`);
  }

  /** A call that runs until `ends`. */
  begins(key: string): void {
    this.#did(`${key} begins`);
    const answer = new Promise<Answer>((resolve) => this.#ends.set(key, resolve));
    let ran = false;
    expectResult(this.#given, () => {
      void this.#table.run({ in: 'order', params: null }, key, () => {
        ran = true;
        return answer;
      });
    });
    expectEqual(`${this.#given}; did it run`, true, ran);
  }

  async ends(key: string): Promise<void> {
    this.#did(`${key} ends`);
    this.#ends.get(key)?.({ out: 'ok', result: 0 });
    await new Promise(setImmediate);
  }

  /** New keys, whose calls run. */
  runs(...keys: string[]): void {
    for (const key of keys) expectEqual(`${this.#given}; call ${key}`, 'it runs', this.#call(key));
  }

  /** A known key gets the recorded answer. */
  repeats(key: string): void {
    expectEqual(`${this.#given}; call ${key}`, 'the recorded answer', this.#call(key));
  }

  waits(key: string): void {
    expectEqual(`${this.#given}; call ${key}`, 'it waits for the first', this.#call(key));
  }

  refuses(key: string): void {
    expectEqual(`${this.#given}; call ${key}`, 'RESOURCE_EXHAUSTED', this.#call(key));
  }

  holds(expected: number): void {
    const came = expectResult(this.#given, () => this.#table.size);
    expectEqual(`${this.#given}; size`, expected, came);
  }

  /** @returns how the call ended */
  #call(key: string): string {
    const ran = this.#ran;
    const { answer } = expectResult(`${this.#given}; call ${key}`, () => ({
      answer: this.#table.run({ in: 'order', params: null }, key, () => ({
        out: 'ok',
        result: ++this.#ran,
      })),
    }));
    this.#did(`call ${key}`);
    if (this.#ran > ran) return 'it runs';
    if (answer instanceof Promise) return 'it waits for the first';
    if (answer?.out !== 'error') return 'the recorded answer';
    return String((answer.result as { code?: unknown }).code);
  }

  #did(step: string): void {
    // with a thousand steps, the last ones are enough
    if (this.#given.length < 300) this.#given += `; ${step}`;
  }
}

type Iterate = (this: unknown) => Iterable<unknown>;

type Visit = (value: unknown, key: unknown, map: unknown) => void;
type ForEach = (this: unknown, visit: Visit, self?: unknown) => void;

/** How many Map entries loops and `forEach` have read. */
export function entriesLookedAt(run: () => void): number {
  const prototype = Map.prototype as unknown as Record<string | symbol, Iterate>;
  const visiting = Map.prototype as unknown as { forEach: ForEach };
  const { forEach } = visiting;
  let looked = 0;
  const originals = new Map<string | symbol, Iterate>();
  for (const name of ['entries', 'values', 'keys', Symbol.iterator]) {
    const original = prototype[name] as Iterate;
    originals.set(name, original);
    prototype[name] = function* () {
      for (const each of original.call(this)) {
        looked++;
        yield each;
      }
    };
  }
  visiting.forEach = function (visit, self) {
    forEach.call(this, (value, key) => {
      looked++;
      visit.call(self, value, key, this);
    });
  };
  try {
    run();
  } finally {
    visiting.forEach = forEach;
    // not with a loop over the Map, because Map's iterators are replaced
    originals.forEach((original, name) => (prototype[name] = original));
  }
  return looked;
}
