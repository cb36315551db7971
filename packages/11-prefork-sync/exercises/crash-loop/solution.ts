// A pool that survives a crash loop, solved.
//
// How long the pause would be if each death doubled it, and 64 workers died of the same
// cause: 100 ms · 2^63, capped at 10 s, after the first crash. So a short failure, such
// as a file that is being replaced, would cost ten seconds. That is why all deaths during
// one pause count as one failure. The chapter's RestartBackoff is simpler, and doubles
// with each death.
//
// Why fork is not tried again for the next missing worker after it fails: if there is no
// memory or no room for another process, there is none for that worker either.

/** What the pool needs from the system, passed in so that a test can move the clock. */
export interface System {
  /** Milliseconds on a monotonic clock. */
  nowMs(): number;
  /**
   * Starts a worker. Here it returns only in the master.
   * @returns its pid
   * @throws an error with the code EAGAIN or ENOMEM if it cannot
   */
  fork(): number;
}

/** A worker that lived for less than this "died at once". */
const AT_ONCE_MS = 1_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** Keeps a number of workers running, and pauses when they die at once. */
export class Pool {
  /** When each worker was forked, by its pid. */
  readonly #forkedAtMs = new Map<number, number>();
  /** The last pause; 0 if no worker has died at once since a long-lived one ended. */
  #pauseMs = 0;
  #pausedUntilMs = -Infinity;

  /** Forks nothing yet. */
  constructor(
    private readonly system: System,
    private readonly size: number,
  ) {}

  /** The pids of the workers that have not ended, in any order. */
  get workers(): readonly number[] {
    return [...this.#forkedAtMs.keys()];
  }

  /** Milliseconds until the next fork is due, 0 if now; undefined if none is missing. */
  get waitMs(): number | undefined {
    if (!this.#isShort) return undefined;
    return Math.max(0, this.#pausedUntilMs - this.system.nowMs());
  }

  /** Forks the missing workers, unless the pool is paused. */
  fork(): void {
    while (this.#isShort && !this.#isPaused) {
      try {
        this.#forkedAtMs.set(this.system.fork(), this.system.nowMs());
      } catch {
        this.#pause(); // this ends the loop
      }
    }
  }

  /** A child has ended and was reaped. */
  ended(pid: number): void {
    const forkedAtMs = this.#forkedAtMs.get(pid);
    if (forkedAtMs === undefined) return; // a child that is not a worker
    this.#forkedAtMs.delete(pid);
    if (this.system.nowMs() - forkedAtMs < AT_ONCE_MS) this.#pause();
    else this.#pauseMs = 0;
  }

  /** Starts a pause, twice as long as the one before. A running pause is not changed. */
  #pause(): void {
    if (this.#isPaused) return;
    this.#pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, 2 * this.#pauseMs), LONGEST_PAUSE_MS);
    this.#pausedUntilMs = this.system.nowMs() + this.#pauseMs;
  }

  get #isShort(): boolean {
    return this.#forkedAtMs.size < this.size;
  }

  get #isPaused(): boolean {
    return this.system.nowMs() < this.#pausedUntilMs;
  }
}
