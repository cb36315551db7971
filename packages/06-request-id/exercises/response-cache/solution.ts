// A cache of responses, solved.
//
// Why the cache may drop what it likes, and KeyTable may not: a result that is gone is
// computed again, which costs time and nothing else, since the method has no effect. A
// key that is gone lets a retry run a second time. So the cache drops the least useful
// entry when it is full, where the table refuses the new call; and the cache knows no
// running calls, where the table must remember them however long they run. For the same
// reason the age has different causes: the cache's limits how outdated a result may be,
// the table's must be longer than any client retries.

import type { Json } from '@bytes-up/protocol';

export interface CacheOptions {
  /** At least 1. */
  readonly maxEntries: number;
  /** In milliseconds. */
  readonly maxAgeMs: number;
  /** The clock, in milliseconds. */
  readonly now: () => number;
}

interface Entry {
  readonly result: Json;
  readonly setAtMs: number;
}

/** Results of calls that have the same result for the same params. */
export class ResponseCache {
  /** The least recently used first: whatever is used is moved to the end. */
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly options: CacheOptions) {}

  /** How many fresh results are here. */
  get size(): number {
    this.#dropOld();
    return this.#entries.size;
  }

  /** The result of a call with this method and these params, if it is here and fresh. */
  get(method: string, params: Json): Json | undefined {
    const name = nameOf(method, params);
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined; // a result may be null, but not undefined
    this.#entries.delete(name);
    if (!this.#isFresh(entry)) return undefined;
    this.#entries.set(name, entry); // at the end, with the age that it has
    return entry.result;
  }

  /** Keeps a result. If there is no room, others go: old ones, or the least used. */
  set(method: string, params: Json, result: Json): void {
    const name = nameOf(method, params);
    this.#entries.delete(name); // it gets a new age and the last place
    if (this.#isFull) this.#dropOld();
    if (this.#isFull) this.#dropLeastUsed();
    this.#entries.set(name, { result, setAtMs: this.options.now() });
  }

  get #isFull(): boolean {
    return this.#entries.size >= this.options.maxEntries;
  }

  #isFresh({ setAtMs }: Entry): boolean {
    return this.options.now() - setAtMs < this.options.maxAgeMs;
  }

  /** Goes through all, because their order is by use and not by age. */
  #dropOld(): void {
    for (const [name, entry] of this.#entries) {
      if (!this.#isFresh(entry)) this.#entries.delete(name);
    }
  }

  #dropLeastUsed(): void {
    const [first] = this.#entries.keys();
    if (first !== undefined) this.#entries.delete(first);
  }
}

/** As JSON, so that method and params cannot run into each other, and 1 is not "1". */
function nameOf(method: string, params: Json): string {
  return JSON.stringify([method, params]);
}
