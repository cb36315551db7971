// A cache of responses, solved.
//
// Why the cache may drop any entry, and KeyTable may not: a dropped result is computed
// again, which costs only time, because the method has no side effects. A dropped key
// lets a retry run the call a second time. So a full cache evicts the least useful entry,
// while a full table refuses the new call. And the cache need not know about running
// calls, while the table must remember them however long they run. The maximum ages also
// have different reasons: the cache's limits how outdated a result may be, and the
// table's must be longer than any client keeps retrying.

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

/** Results of calls that always have the same result for the same params. */
export class ResponseCache {
  /** Least recently used first: every use moves an entry to the end. */
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly options: CacheOptions) {}

  /** How many fresh results are cached. */
  get size(): number {
    this.#dropOld();
    return this.#entries.size;
  }

  /**
   * The cached result of a call with this method and these params, if there is a fresh
   * one.
   */
  get(method: string, params: Json): Json | undefined {
    const name = nameOf(method, params);
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined; // a result may be null, but not undefined
    this.#entries.delete(name);
    if (!this.#isFresh(entry)) return undefined;
    this.#entries.set(name, entry); // at the end, with its age unchanged
    return entry.result;
  }

  /**
   * Stores a result. If there is no room, evicts expired results, or else the least
   * recently used.
   */
  set(method: string, params: Json, result: Json): void {
    const name = nameOf(method, params);
    this.#entries.delete(name); // it gets a new age and moves to the end
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

  /** Scans all entries, because they are ordered by use, not by age. */
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

/** As JSON, so that method and params are kept apart, and 1 is not "1". */
function nameOf(method: string, params: Json): string {
  return JSON.stringify([method, params]);
}
