// How long to wait before a dead worker is replaced. One that dies after a good while is replaced at once; workers that die
// as soon as they are made would otherwise keep the machine busy with dying.

/** A worker that lived for less died at once, in milliseconds. */
const AT_ONCE_MS = 1_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

export class Patience {
  #delayMs = 0;
  #nextAtMs = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Milliseconds until the next worker may be made; zero or less: now. */
  get leftMs(): number {
    return this.#nextAtMs - this.now();
  }

  // #region patience
  /** A worker has ended. */
  ended(livedMs: number): void {
    if (livedMs >= AT_ONCE_MS) this.#delayMs = 0;
    else this.failed();
  }

  /** A worker could not be made, or died at once: each time in a row the wait is twice as long. */
  failed(): void {
    this.#delayMs = Math.min(Math.max(FIRST_DELAY_MS, this.#delayMs * 2), LONGEST_DELAY_MS);
    this.#nextAtMs = this.now() + this.#delayMs;
  }
  // #endregion patience
}
