// A pool that survives a crash loop. The task: npm start -- exercise 11-crash-loop

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

/** Keeps a number of workers running, and pauses when they die at once. */
export class Pool {
  /** Forks nothing yet. */
  constructor(system: System, size: number) {
    // not written yet: keep both
  }

  /** The pids of the workers that have not ended, in any order. */
  get workers(): readonly number[] {
    throw new Error('not written yet: workers');
  }

  /** Milliseconds until the next fork is due, 0 if now; undefined if none is missing. */
  get waitMs(): number | undefined {
    throw new Error('not written yet: waitMs');
  }

  /** Forks the missing workers, unless the pool is paused. */
  fork(): void {
    throw new Error('not written yet: fork');
  }

  /** A child has ended and was reaped. */
  ended(pid: number): void {
    throw new Error('not written yet: ended');
  }
}
