// A timeout that can be restarted (chapter 04). Zero milliseconds means never.

export class Alarm {
  #timer: NodeJS.Timeout | undefined;
  #ringing: NodeJS.Immediate | undefined;

  constructor(
    private readonly afterMs: number,
    private readonly ring: () => void,
  ) {}

  /**
   * Starts the timer, unless it is running. It rings only after the sockets were read
   * once more: when this process was stalled, Node runs its timers first, and bytes that
   * arrived in time are still in the kernel.
   */
  start(): void {
    if (this.afterMs === 0) return;
    this.#timer ??= setTimeout(() => (this.#ringing = setImmediate(this.ring)), this.afterMs);
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    clearImmediate(this.#ringing);
    this.#timer = undefined;
  }
}
