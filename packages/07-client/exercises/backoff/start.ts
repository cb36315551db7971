// Backoff and a retry budget. The task: npm start -- exercise 07-backoff

export interface Backoff {
  /**
   * Upper bound of the first pause, in milliseconds. It doubles for each following one.
   */
  readonly baseMs: number;
  /** Upper bound of every pause, in milliseconds. */
  readonly maxMs: number;
}

/** The pause before attempt 2, 3, …, in milliseconds. */
export function pauseMs(attempt: number, backoff: Backoff, random: () => number): number {
  throw new Error('not written yet: pauseMs');
}

export interface BudgetOptions {
  /** Retries that each call earns, such as 0.1. */
  readonly perCall: number;
  /** Retries at the start, and the most it can hold. */
  readonly reserve: number;
}

/** How many retries a client's calls may cause together. */
export class RetryBudget {
  constructor(options: BudgetOptions) {
    // not written yet: keep the options
  }

  /** A call begins. */
  earn(): void {
    throw new Error('not written yet: earn');
  }

  /** Takes a retry. @returns false if none is left */
  spend(): boolean {
    throw new Error('not written yet: spend');
  }
}

export interface RetryOptions {
  /** The most attempts, including the first. */
  readonly attempts: number;
  readonly backoff: Backoff;
  readonly budget: RetryBudget;
  /** For all attempts and pauses together, in milliseconds. */
  readonly timeoutMs: number;
  readonly mayRetry: (error: unknown) => boolean;
  readonly random: () => number;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Retries until an attempt succeeds or there is a reason to stop. Then rejects with the
 * last error.
 */
export async function callWithRetries<T>(
  attempt: () => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  return Promise.reject(new Error('not written yet: callWithRetries'));
}
