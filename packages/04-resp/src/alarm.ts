// A time after which something is ended (chapter 04). Zero milliseconds is for ever.

export class Alarm {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly afterMs: number,
    private readonly ring: () => void,
  ) {}

  /** Begins to count, unless it does already. */
  start(): void {
    if (this.afterMs > 0) this.#timer ??= setTimeout(this.ring, this.afterMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
