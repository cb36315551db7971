// A timer that can be paused: a frame's time counts only while the server itself reads
// (clause 9.1).

export class PausableTimer {
  #remainingMs = 0;
  #startedAt = 0;
  #timeout: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Immediate | undefined;
  #armed = false;
  #paused = false;

  constructor(
    private readonly durationMs: number,
    private readonly onExpired: () => void,
  ) {}

  /** True from start until stop or expiry, also while paused. */
  get armed(): boolean {
    return this.#armed;
  }

  /** Starts, unless it runs already. */
  start(): void {
    if (this.#armed) return;
    this.#armed = true;
    this.#remainingMs = this.durationMs;
    if (!this.#paused) this.#run();
  }

  stop(): void {
    if (!this.#armed) return;
    this.#armed = false;
    this.#clear();
  }

  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    if (!this.#armed) return;
    this.#clear();
    this.#remainingMs -= performance.now() - this.#startedAt;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#armed) this.#run();
  }

  /**
   * Expires only after the sockets were read once more. If this process could not run for
   * a while, Node runs its timers first, and what the client sent in time is still in the
   * kernel.
   */
  #run(): void {
    this.#startedAt = performance.now();
    const readFirst = (): void => void (this.#expiry = setImmediate(() => this.#expire()));
    this.#timeout = setTimeout(readFirst, Math.max(0, this.#remainingMs));
  }

  #expire(): void {
    this.#armed = false;
    this.onExpired();
  }

  #clear(): void {
    clearTimeout(this.#timeout);
    clearImmediate(this.#expiry);
  }
}
