// How long to wait before a dead worker is restarted. One that died after a good while is
// restarted at once; workers that die as soon as they are forked would otherwise keep the
// machine busy with forking.

/** A worker that lived for less than this died at once, in milliseconds. */
const AT_ONCE_MS = 1_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

export class RestartBackoff {
  #delayMs = 0;
  #nextAtMs = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Milliseconds until the next worker may be forked; zero or less: now. */
  get leftMs(): number {
    return this.#nextAtMs - this.now();
  }

  // #region backoff
  /** A worker has ended. */
  ended(livedMs: number): void {
    if (livedMs >= AT_ONCE_MS) this.#delayMs = 0;
    else this.failed();
  }

  /**
   * A fork failed, or a worker died at once: each time in a row the wait is twice as
   * long.
   */
  failed(): void {
    this.#delayMs = Math.min(Math.max(FIRST_DELAY_MS, this.#delayMs * 2), LONGEST_DELAY_MS);
    this.#nextAtMs = this.now() + this.#delayMs;
  }
  // #endregion backoff
}
