// The time of a frame: it runs from the frame's first byte, and is paused while the
// server itself does not read (clause 9.1).

export class FrameClock {
  #endsAtMs: number | undefined;
  #stoppedAtMs: number | undefined;

  constructor(private readonly frameTimeoutMs: number) {}

  /** A frame has begun. Does nothing when its time runs already. */
  start(nowMs: number): void {
    this.#endsAtMs ??= nowMs + this.frameTimeoutMs;
  }

  /** The frame is complete. */
  reset(): void {
    this.#endsAtMs = undefined;
  }

  pause(nowMs: number): void {
    this.#stoppedAtMs ??= nowMs;
  }

  resume(nowMs: number): void {
    if (this.#stoppedAtMs === undefined) return;
    if (this.#endsAtMs !== undefined) this.#endsAtMs += nowMs - this.#stoppedAtMs;
    this.#stoppedAtMs = undefined;
  }

  isUp(nowMs: number): boolean {
    if (this.#endsAtMs === undefined || this.#stoppedAtMs !== undefined) return false;
    return nowMs >= this.#endsAtMs;
  }
}
