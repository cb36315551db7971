// A time after which something is ended (chapter 04). Zero milliseconds is for ever.

export class Alarm {
  #timer: NodeJS.Timeout | undefined;
  #look: NodeJS.Immediate | undefined;

  constructor(
    private readonly afterMs: number,
    private readonly ring: () => void,
  ) {}

  /**
   * Begins to count, unless it does already. It rings only after the sockets were read once more: after a pause of
   * this process Node runs its timers first, and what has come in time is still in the kernel.
   */
  start(): void {
    if (this.afterMs === 0) return;
    this.#timer ??= setTimeout(() => (this.#look = setImmediate(this.ring)), this.afterMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#look);
    this.#timer = undefined;
  }
}
