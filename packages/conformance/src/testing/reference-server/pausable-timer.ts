// A timeout that can be paused, because time during which the server has paused reading
// does not count (clause 9.1).

export class PausableTimer {
  readonly #limitMs: number;
  readonly #onTime: () => void;
  #leftMs: number;
  #runsSinceMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number, onTime: () => void) {
    this.#limitMs = limitMs;
    this.#leftMs = limitMs;
    this.#onTime = onTime;
  }

  /** Starts or resumes it. */
  run(): void {
    if (this.#timer !== undefined) return;
    this.#runsSinceMs = performance.now();
    this.#timer = setTimeout(this.#onTime, this.#leftMs);
  }

  pause(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#leftMs -= performance.now() - this.#runsSinceMs;
  }

  /** Stops it and resets it to the full time. */
  stop(): void {
    this.pause();
    this.#leftMs = this.#limitMs;
  }
}
