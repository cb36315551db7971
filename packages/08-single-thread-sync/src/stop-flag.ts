// How a server that blocks learns that it shall stop (docs/protocol.md, section 10). Chapters 08 to 11.
// No event runs while it blocks: it looks. A signal ends the blocked call with EINTR, and then it looks at once.

import { constants } from 'node:os';
import { interruptOn, SIG_DFL, signal, wasDelivered } from '@bytes-up/posix';

/** Whether a server was asked to stop, and how long it may still take. One for each thread or process that blocks. */
export class StopFlag {
  /**
   * The longest that a call may block, in milliseconds: a signal that comes just before the call does not interrupt it,
   * and is noticed this much later. Once a second, and four times within a short grace.
   */
  readonly lookEveryMs: number;
  readonly #graceMs: number;
  #endsAtMs = Infinity;
  #nextLookAtMs = 0;
  #whenNoticed: () => void = () => undefined;

  /** @param asked looks whether somebody asked for the stop: a signal, a flag in shared memory. */
  constructor(
    private readonly asked: () => boolean,
    graceMs: number,
  ) {
    this.lookEveryMs = Math.max(10, Math.min(1000, graceMs / 4));
    // The request may be one look old when it is noticed, and the exit takes its time too: all within the grace (10.4).
    this.#graceMs = Math.max(0, graceMs - this.lookEveryMs - Math.min(100, graceMs / 10));
  }

  /** Whether to stop. It really looks every 5 ms: a look is two system calls, and a busy server asks for each recv. */
  get requested(): boolean {
    return performance.now() < this.#nextLookAtMs ? this.#endsAtMs < Infinity : this.look();
  }

  /** Looks now: what to do when a blocked call has returned without a result. */
  look(): boolean {
    const nowMs = performance.now();
    this.#nextLookAtMs = nowMs + 5;
    if (this.#endsAtMs === Infinity && this.asked()) {
      this.#endsAtMs = nowMs + this.#graceMs;
      this.#whenNoticed();
    }
    return this.#endsAtMs < Infinity;
  }

  /** Milliseconds until everything must be closed; Infinity while nobody asked for a stop. */
  get leftMs(): number {
    return this.#endsAtMs - performance.now();
  }

  /** Calls back once, in the look that notices the request: the place to close the listening socket. */
  whenNoticed(callback: () => void): void {
    this.#whenNoticed = callback;
  }
}

/**
 * Ends the call in which a thread or a child process blocks, so that it looks whether it should stop. It means nothing else.
 * Chapters 09 and 10.
 */
export const WAKE_UP = 'SIGUSR2';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** From now on SIGTERM and SIGINT interrupt the blocked call and set the flag; the second of them ends the process. */
// #region signals
export function stopOnSignals(graceMs: number): StopFlag {
  for (const name of STOP_SIGNALS) interruptOn(name);
  return new StopFlag(() => {
    const delivered = STOP_SIGNALS.filter(wasDelivered);
    const [first] = delivered;
    if (first === undefined) return false;
    // Both came before anybody looked: that is a first signal and a second one.
    if (delivered.length > 1) process.exit(128 + constants.signals[first]);
    // The kernel put this signal back to its default effect. The other one must end the process too.
    for (const name of STOP_SIGNALS) signal(name, SIG_DFL);
    return true;
  }, graceMs);
}
// #endregion signals
