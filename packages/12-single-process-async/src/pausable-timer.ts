// A timer that can stand still. A frame's time is counted only while the server itself is reading (clause 9.1).

export class PausableTimer {
  #remainingMs = 0;
  #startedAt = 0;
  #timeout: NodeJS.Timeout | undefined;
  #armed = false;
  #paused = false;

  constructor(
    private readonly durationMs: number,
    private readonly onExpired: () => void,
  ) {}

  /** True from start until stop or expiry, also while it stands still. */
  get armed(): boolean {
    return this.#armed;
  }

  /** Begins to count, unless it already does. */
  start(): void {
    if (this.#armed) return;
    this.#armed = true;
    this.#remainingMs = this.durationMs;
    if (!this.#paused) this.#run();
  }

  stop(): void {
    this.#armed = false;
    clearTimeout(this.#timeout);
  }

  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    if (!this.#armed) return;
    clearTimeout(this.#timeout);
    this.#remainingMs -= performance.now() - this.#startedAt;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#armed) this.#run();
  }

  #run(): void {
    this.#startedAt = performance.now();
    this.#timeout = setTimeout(
      () => {
        this.#armed = false;
        this.onExpired();
      },
      Math.max(0, this.#remainingMs),
    );
  }
}
