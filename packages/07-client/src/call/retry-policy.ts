// When a failed call is retried, and after what pause (chapter 07).

/** Times in milliseconds. */
export interface RetryOptions {
  /** Maximum attempts of one call, including the first. Default 3; 1 means no retry. */
  readonly attempts?: number;
  /** Upper bound of the first pause. It doubles for each further one. Default 20. */
  readonly baseMs?: number;
  /** Upper bound of every pause. Default 1,000. */
  readonly maxMs?: number;
  /** Retries that each call earns. Default 0.1: one retry for ten calls. */
  readonly budget?: number;
  /** Retries that are available at the start, and the most that are kept. Default 10. */
  readonly reserve?: number;
}

export const DEFAULT_RETRIES: Required<RetryOptions> = {
  attempts: 3,
  baseMs: 20,
  maxMs: 1_000,
  budget: 0.1,
  reserve: 10,
};

// #region backoff
/**
 * The pause before attempt 2, 3, …: random, between zero and a bound that doubles. With
 * equal pauses, clients that failed together would retry together. This is called full
 * jitter.
 */
export function pauseMs(
  attempt: number,
  { baseMs, maxMs }: Pick<Required<RetryOptions>, 'baseMs' | 'maxMs'>,
  random: () => number = Math.random,
): number {
  return random() * Math.min(maxMs, baseMs * 2 ** (attempt - 2));
}
// #endregion backoff

/** Ten times 0.1 is a little less than 1 in floating point. */
const ROUNDING = 1e-9;

// #region budget
/**
 * Retries must not make an outage worse. When every call fails, three attempts each
 * triple the load on servers that are already overloaded. So calls earn retries: with
 * 0.1, a hundred calls allow ten retries instead of two hundred. Earned retries are kept
 * up to the reserve, but at least up to one, so that with a reserve of 0 ten calls still
 * earn one.
 */
export class RetryBudget {
  #left: number;

  constructor(private readonly options: Pick<Required<RetryOptions>, 'budget' | 'reserve'>) {
    this.#left = options.reserve;
  }

  /** Call it when a call begins. */
  earn(): void {
    const { budget, reserve } = this.options;
    this.#left = Math.min(Math.max(1, reserve), this.#left + budget);
  }

  /** Takes a retry. @returns false if none is left */
  spend(): boolean {
    if (this.#left < 1 - ROUNDING) return false;
    this.#left--;
    return true;
  }
}
// #endregion budget
