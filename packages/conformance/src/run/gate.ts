// Lets nothing begin while something must be alone.

export class Gate {
  #holders = 0;
  #waiting: (() => void)[] = [];

  /** Resolves at once, or as soon as nothing holds the gate. */
  async pass(): Promise<void> {
    while (this.#holders > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Runs it while nothing passes, and returns what it returns or throws. */
  async hold<T>(run: () => Promise<T>): Promise<T> {
    this.#holders++;
    try {
      return await run();
    } finally {
      this.#holders--;
      for (const resolve of this.#waiting.splice(0)) resolve();
    }
  }
}
