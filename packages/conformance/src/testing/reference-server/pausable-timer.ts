// A time-out that counts only while it runs: time in which the server itself had paused
// reading is free (clause 9.1).

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

  /** Starts it, or goes on after a pause. */
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

  /** Back to the whole time. */
  stop(): void {
    this.pause();
    this.#leftMs = this.#limitMs;
  }
}
