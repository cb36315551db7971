// Retries that survive a storm. The task: npm start -- exercise 20-retry-storm

export interface Retries {
  /** Attempts of one call at most, with the first. */
  readonly attempts: number;
  /** Retries that each call earns: 0.1 is one retry for ten calls. */
  readonly budget: number;
  /** Retries that a client has at the start, and the most that it keeps. */
  readonly reserve: number;
}

/** @param load what the calls ask of the service, as a share of what it can serve */
export function retriesFor(load: number): Retries {
  throw new Error('not written yet: retriesFor');
}
