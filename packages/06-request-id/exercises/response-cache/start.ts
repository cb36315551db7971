// A cache of responses. The task: npm start -- exercise 06-response-cache

import type { Json } from '@bytes-up/protocol';

export interface CacheOptions {
  /** At least 1. */
  readonly maxEntries: number;
  /** In milliseconds. */
  readonly maxAgeMs: number;
  /** The clock, in milliseconds. */
  readonly now: () => number;
}

/** Results of calls that always have the same result for the same params. */
export class ResponseCache {
  constructor(options: CacheOptions) {
    // not written yet: keep the options
  }

  /** How many fresh results are cached. */
  get size(): number {
    throw new Error('not written yet: size');
  }

  /**
   * The cached result of a call with this method and these params, if there is a fresh
   * one.
   */
  get(method: string, params: Json): Json | undefined {
    throw new Error('not written yet: get');
  }

  /**
   * Stores a result. If there is no room, evicts expired results, or else the least
   * recently used.
   */
  set(method: string, params: Json, result: Json): void {
    throw new Error('not written yet: set');
  }
}
