// Retries that survive a storm, solved.
//
// Single failures: one attempt in fifty is lost, so calls need about 0.02 retries each. A
// budget of 0.05 is enough, and three attempts fail together once in 125,000 calls.
//
// The storm: the service gets load × (1 + budget) at most. At a load of 0.75 the largest
// budget is 1/3, at 0.9 it is 1/9. With exactly that one the queue does not shrink at all,
// so half of the room goes to retries, and the other half empties the queue. More than 0.2
// brings nothing.
//
// The reserve: twenty clients with 100 retries each would put 2,000 more requests into the
// queue, which is five seconds of work for this service. Ten are enough for a burst of
// single failures.

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
  const largest = 1 / load - 1;
  return { attempts: 3, budget: Math.min(0.2, largest / 2), reserve: 10 };
}
