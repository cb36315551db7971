// When a failed call is tried again, and after how long (chapter 07).

/** How often, and with which pauses. Times in milliseconds. */
export interface RetryOptions {
  /** Attempts of one call at most, the first one included. Default 3; 1 is no retry. */
  readonly attempts?: number;
  /** The first pause is a random one of up to this; each further one may be twice as long. Default 20. */
  readonly baseMs?: number;
  /** No pause is longer. Default 1,000. */
  readonly maxMs?: number;
  /** Retries for each call that is made, over all calls. Default 0.1: one for ten calls. */
  readonly budget?: number;
  /** Retries that are allowed before any call has earned one. Default 10. */
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
 * The pause before attempt 2, 3, …: random, from nothing up to a bound that doubles. Clients that failed together do not
 * come back together, as they would after equal pauses ("full jitter").
 */
export function pauseMs(
  attempt: number,
  { baseMs, maxMs }: Pick<Required<RetryOptions>, 'baseMs' | 'maxMs'>,
  random: () => number = Math.random,
): number {
  return random() * Math.min(maxMs, baseMs * 2 ** (attempt - 2));
}
// #endregion backoff

/** Ten times 0.1 is a little less than 1, in binary. */
const ROUNDING = 1e-9;

// #region budget
/**
 * Retries must not make an outage larger. When every call fails, three attempts for each
 * are three times the load, on servers that cannot bear the single one. So calls earn
 * retries: with 0.1, a hundred calls may be followed by ten retries, not two hundred.
 * What is earned is kept up to the reserve, and at least until it is one retry: a reserve
 * of 0 allows none before ten calls.
 */
export class RetryBudget {
  #left: number;

  constructor(private readonly options: Pick<Required<RetryOptions>, 'budget' | 'reserve'>) {
    this.#left = options.reserve;
  }

  /** A call begins. */
  earn(): void {
    const { budget, reserve } = this.options;
    this.#left = Math.min(Math.max(1, reserve), this.#left + budget);
  }

  /** @returns whether there is a retry left, which is taken */
  spend(): boolean {
    if (this.#left < 1 - ROUNDING) return false;
    this.#left--;
    return true;
  }
}
// #endregion budget
