// Work that is due whenever something may have happened (chapter 15): a watch has fired, a connection is there again, it failed
// before. One round at a time; whatever happens during a round is one more round after it, not many.

/** A round that failed is made again after a random time of up to this, in milliseconds: not all clients at once. */
const AGAIN_WITHIN_MS = 200;

export class Rounds {
  #isRunning = false;
  #ended: Promise<void> = Promise.resolve();
  #isDue = false;
  #isOver = false;
  #again: NodeJS.Timeout | undefined;

  /** @param work one round; it may fail @param canWork whether there is any sense in it now */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly canWork: () => boolean,
  ) {}

  // #region due
  due(): void {
    clearTimeout(this.#again);
    this.#isDue = true;
    if (!this.#isRunning) this.#ended = this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#isDue && !this.#isOver && this.canWork()) {
      this.#isDue = false;
      await this.work().catch(() => {
        if (!this.#isOver)
          this.#again = setTimeout(() => this.due(), Math.random() * AGAIN_WITHIN_MS);
      });
    }
    this.#isRunning = false;
  }
  // #endregion due

  /** No more rounds. Resolves when the one that is running has ended. */
  async stop(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#again);
    await this.#ended;
  }
}
