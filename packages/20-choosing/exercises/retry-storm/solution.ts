// Retries that survive a storm, solved.
//
// Single failures: one attempt in fifty is lost, so calls need about 0.02 retries each. A
// budget of 0.05 is enough, and all three attempts fail for one call in 125,000.
//
// The storm: the service receives at most load × (1 + budget). At a load of 0.75 the
// largest budget is 1/3, at 0.9 it is 1/9. With exactly that budget the queue does not
// shrink at all, so half of the spare capacity goes to retries, and the other half drains
// the queue. A budget above 0.2 does not help.
//
// The reserve: twenty clients with 100 retries each would add 2,000 requests to the
// queue, which is five seconds of work for this service. A reserve of ten is enough for a
// burst of single failures.

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
  const largest = 1 / load - 1;
  return { attempts: 3, budget: Math.min(0.2, largest / 2), reserve: 10 };
}
