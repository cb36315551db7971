// Backoff and a retry budget, solved.

export interface Backoff {
  /**
   * Upper bound of the first pause, in milliseconds. It doubles for each following one.
   */
  readonly baseMs: number;
  /** Upper bound of every pause, in milliseconds. */
  readonly maxMs: number;
}

/**
 * The pause before attempt 2, 3, …, in milliseconds. The bound is applied before the
 * randomness: the other way round, most long pauses would be exactly maxMs, and clients
 * that failed together would retry together.
 */
export function pauseMs(attempt: number, { baseMs, maxMs }: Backoff, random: () => number): number {
  return random() * Math.min(maxMs, baseMs * 2 ** (attempt - 2));
}

export interface BudgetOptions {
  /** Retries that each call earns, such as 0.1. */
  readonly perCall: number;
  /** Retries at the start, and the most it can hold. */
  readonly reserve: number;
}

/** In floating point, 0.1 added ten times is slightly less than 1. */
const ROUNDING = 1e-9;

/** How many retries a client's calls may cause together. */
export class RetryBudget {
  #left: number;

  constructor(private readonly options: BudgetOptions) {
    this.#left = options.reserve;
  }

  /**
   * A call begins. The budget is bounded, or a quiet month would save up enough to retry
   * every call during an outage.
   */
  earn(): void {
    const { perCall, reserve } = this.options;
    this.#left = Math.min(Math.max(reserve, 1), this.#left + perCall);
  }

  /** Takes a retry. @returns false if none is left */
  spend(): boolean {
    if (this.#left < 1 - ROUNDING) return false;
    this.#left--;
    return true;
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
  const { budget, now, timeoutMs } = options;
  const deadlineMs = now() + timeoutMs;
  budget.earn(); // once for each call, not for each attempt
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      if (made >= options.attempts || !options.mayRetry(error)) throw error;
      const pause = pauseMs(made + 1, options.backoff, options.random);
      if (now() + pause >= deadlineMs) throw error;
      if (!budget.spend()) throw error; // last, so that nothing is spent otherwise
      await options.sleep(pause);
    }
  }
}
