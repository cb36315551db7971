// Repeats a piece of work whenever something may have changed (chapter 15): a watch
// fired, the connection came back, or the last run failed. Runs never overlap, and any
// number of triggers during a run cause one more run.

/** Backoff after the first failed run, and its maximum, in milliseconds. */
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;

export class Reconciler {
  #isRunning = false;
  #ended: Promise<void> = Promise.resolve();
  #isTriggered = false;
  #isStopped = false;
  /** Failed runs in a row. */
  #failures = 0;
  #pause: NodeJS.Timeout | undefined;

  /**
   * @param work one run; it may fail
   * @param canWork whether a run can succeed now
   * @param onFailed receives the error of a failed run, and the pause before the next one
   */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly canWork: () => boolean,
    private readonly onFailed: (error: unknown, retryInMs: number) => void = () => undefined,
  ) {}

  // #region trigger
  trigger(): void {
    this.#isTriggered = true;
    // An event must not shorten the backoff: each would cause one more failed run.
    if (!this.#isRunning && this.#pause === undefined) this.#ended = this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#isTriggered && this.#pause === undefined && !this.#isStopped && this.canWork()) {
      this.#isTriggered = false;
      try {
        await this.work();
        this.#failures = 0;
      } catch (error) {
        if (!this.#isStopped) this.#backOff(error);
      }
    }
    this.#isRunning = false;
  }

  /** Doubles each time. Half of it is random, so that clients do not retry in step. */
  #backOff(error: unknown): void {
    const longestMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    const pauseMs = (longestMs * (1 + Math.random())) / 2;
    this.#failures = Math.min(this.#failures + 1, 10);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.trigger();
    }, pauseMs);
    this.onFailed(error, pauseMs);
  }
  // #endregion trigger

  /** Starts no more runs. Resolves when the current one has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#pause);
    await this.#ended;
  }
}
