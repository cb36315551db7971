// How long to wait before restarting a worker that died. One that lived for a while is
// restarted at once. Without a wait, workers that die as soon as they are forked would
// keep the machine busy with forking.

/** A worker that lived for less than this "died at once", in milliseconds. */
const AT_ONCE_MS = 1_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

export class RestartBackoff {
  #delayMs = 0;
  #nextAtMs = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Milliseconds until the next fork is allowed. Zero or less means now. */
  get leftMs(): number {
    return this.#nextAtMs - this.now();
  }

  // #region backoff
  /** Call this when a worker has ended. */
  ended(livedMs: number): void {
    if (livedMs >= AT_ONCE_MS) this.#delayMs = 0;
    else this.failed();
  }

  /**
   * Call this when a fork failed. Each failure in a row, or worker that died at once,
   * doubles the wait. Those that come while it waits are of the same round: when eight
   * workers die together, none of them was a restart that failed again.
   */
  failed(): void {
    if (this.leftMs > 0) return;
    this.#delayMs = Math.min(Math.max(FIRST_DELAY_MS, this.#delayMs * 2), LONGEST_DELAY_MS);
    this.#nextAtMs = this.now() + this.#delayMs;
  }
  // #endregion backoff
}
