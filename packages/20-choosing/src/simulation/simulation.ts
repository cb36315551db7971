// A clock that jumps from event to event (chapter 20). What happens between two events
// takes no time, so an hour of traffic is simulated in seconds, and the same seed gives
// the same hour.

import { EventHeap } from './event-heap';

export class Simulation {
  readonly #events = new EventHeap<() => void>();
  #nowMs = 0;

  /** The clock, as Health wants it. */
  readonly now = (): number => this.#nowMs;

  // #region run
  /** Runs `action` after the given simulated milliseconds. */
  after(delayMs: number, action: () => void): void {
    this.#events.push(this.#nowMs + Math.max(0, delayMs), action);
  }

  /** Moves the clock to the next event and runs it. @returns false if there is none */
  step(): boolean {
    const { nextAtMs } = this.#events;
    if (nextAtMs === undefined) return false;
    this.#nowMs = nextAtMs;
    this.#events.pop()?.();
    return true;
  }

  /** Runs all events up to a time, and leaves the clock there. */
  runUntil(untilMs: number): void {
    while ((this.#events.nextAtMs ?? Infinity) <= untilMs) this.step();
    this.#nowMs = untilMs;
  }
  // #endregion run

  /** Runs `action` after each gap, up to a time. */
  repeat(gapMs: () => number, untilMs: number, action: () => void): void {
    const next = (): void => {
      if (this.#nowMs > untilMs) return;
      action();
      this.after(gapMs(), next);
    };
    this.after(gapMs(), next);
  }
}
