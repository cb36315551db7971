// Work that is due whenever something may have happened (chapter 15): a watch has fired,
// a connection is there again, it failed before. One round at a time; whatever happens
// during a round is one more round after it, not many.

/** The pause after the first failed round, and the longest one, in milliseconds. */
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;

export class Rounds {
  #isRunning = false;
  #ended: Promise<void> = Promise.resolve();
  #isDue = false;
  #isOver = false;
  /** Rounds that failed, one after the other. */
  #failures = 0;
  #pause: NodeJS.Timeout | undefined;

  /**
   * @param work one round; it may fail
   * @param canWork whether there is any sense in it now
   * @param onFailed is told why a round failed, and in how many milliseconds the next one
   * is
   */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly canWork: () => boolean,
    private readonly onFailed: (error: unknown, againInMs: number) => void = () => undefined,
  ) {}

  // #region due
  due(): void {
    this.#isDue = true;
    // During a pause nothing shortens it: else each event would be one more failed round.
    if (!this.#isRunning && this.#pause === undefined) this.#ended = this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#isDue && this.#pause === undefined && !this.#isOver && this.canWork()) {
      this.#isDue = false;
      try {
        await this.work();
        this.#failures = 0;
      } catch (error) {
        if (!this.#isOver) this.#backOff(error);
      }
    }
    this.#isRunning = false;
  }

  /**
   * Twice as long each time; a random half of it, so that clients do not come all at
   * once.
   */
  #backOff(error: unknown): void {
    const longestMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    const pauseMs = (longestMs * (1 + Math.random())) / 2;
    this.#failures = Math.min(this.#failures + 1, 10);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.due();
    }, pauseMs);
    this.onFailed(error, pauseMs);
  }
  // #endregion due

  /** No more rounds. Resolves when the one that is running has ended. */
  async stop(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#pause);
    await this.#ended;
  }
}
