// Retries that survive a storm. The task: npm start -- exercise 20-retry-storm

export interface Retries {
  /** The maximum number of attempts per call, including the first. */
  readonly attempts: number;
  /** Retries that each call earns: 0.1 is one retry per ten calls. */
  readonly budget: number;
  /** Retries that a client has at the start, and the most that it can save up. */
  readonly reserve: number;
}

/** @param load the load without retries, as a share of what the service can serve */
export function retriesFor(load: number): Retries {
  throw new Error('not written yet: retriesFor');
}
