// Notices when the machine keeps this process from running: a time that was measured across a stall is not the server's.

/** How often it looks, in milliseconds. */
const LOOK_EVERY_MS = 20;

export class StallWatch {
  readonly #stalls: { readonly endedAtMs: number; readonly tookMs: number }[] = [];
  readonly #timer: NodeJS.Timeout;
  #lookedAtMs = performance.now();

  constructor() {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  /** The longest stall that ended since then, in milliseconds; 0 for none. @param startedAtMs by performance.now. */
  worstSince(startedAtMs: number): number {
    this.#look(); // the stall may last until now
    const since = this.#stalls.filter(({ endedAtMs }) => endedAtMs >= startedAtMs);
    return Math.max(0, ...since.map(({ tookMs }) => tookMs));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const nowMs = performance.now();
    const tookMs = nowMs - this.#lookedAtMs - LOOK_EVERY_MS;
    this.#lookedAtMs = nowMs;
    if (tookMs > LOOK_EVERY_MS) this.#stalls.push({ endedAtMs: nowMs, tookMs });
  }
}
