// Detects when the machine keeps this process from running. A time measured across such a
// stall says nothing about the server.

/** In milliseconds. */
const POLL_INTERVAL_MS = 20;

export class StallWatch {
  readonly #stalls: { readonly endedAtMs: number; readonly tookMs: number }[] = [];
  readonly #timer: NodeJS.Timeout;
  #polledAtMs = performance.now();

  constructor() {
    this.#timer = setInterval(() => this.#poll(), POLL_INTERVAL_MS).unref();
  }

  /**
   * The longest stall that ended after `startedAtMs`, in milliseconds; 0 for none.
   * @param startedAtMs as given by performance.now.
   */
  worstSince(startedAtMs: number): number {
    this.#poll(); // a stall may have lasted until now
    const since = this.#stalls.filter(({ endedAtMs }) => endedAtMs >= startedAtMs);
    return Math.max(0, ...since.map(({ tookMs }) => tookMs));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #poll(): void {
    const nowMs = performance.now();
    const tookMs = nowMs - this.#polledAtMs - POLL_INTERVAL_MS;
    this.#polledAtMs = nowMs;
    if (tookMs > POLL_INTERVAL_MS) this.#stalls.push({ endedAtMs: nowMs, tookMs });
  }
}
