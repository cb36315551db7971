// How a server learns that it should stop (docs/protocol.md, section 10).
// No event runs while a server blocks, so it polls. A signal ends the blocked call with
// EINTR, and then it polls at once.

import { constants } from 'node:os';
import { interruptOn, SIG_DFL, signal, wasDelivered } from '@bytes-up/posix';
import { graceBeforeExit } from './grace';

/**
 * A poll is two system calls, and a busy server asks for each recv: once in this many
 * milliseconds is enough.
 */
const POLL_AT_MOST_EVERY_MS = 5;

/**
 * Whether a server should stop, and how long that may take. One for each thread or
 * process.
 */
export class StopFlag {
  /**
   * The longest that a call may block, in milliseconds: a signal that comes just before
   * the call does not interrupt it, and is noticed this much later. Once a second, and
   * four times within a short grace period.
   */
  readonly pollIntervalMs: number;
  readonly #graceMs: number;
  readonly #callbacks: (() => void)[] = [];
  #endsAtMs = Infinity;
  #nextPollAtMs = 0;

  /**
   * @param asked for a server that blocks: polls a signal, or a word in shared memory.
   *   Without it only `request` sets the flag.
   */
  constructor(
    graceMs: number,
    private readonly asked?: () => boolean,
  ) {
    this.pollIntervalMs = Math.max(10, Math.min(1000, graceMs / 4));
    // A request may be one interval old when it is noticed: all must end within the grace
    // (10.4).
    const unnoticedMs = asked === undefined ? 0 : this.pollIntervalMs;
    this.#graceMs = Math.max(0, graceBeforeExit(graceMs) - unnoticedMs);
  }

  /**
   * Whether to stop: for a server that is busy. It polls if the last poll is a while ago.
   */
  get requested(): boolean {
    return performance.now() < this.#nextPollAtMs ? this.#endsAtMs < Infinity : this.poll();
  }

  /**
   * Polls now, and says whether to stop: for a blocked call that returned without a
   * result.
   */
  poll(): boolean {
    this.#nextPollAtMs = performance.now() + POLL_AT_MOST_EVERY_MS;
    if (this.#endsAtMs === Infinity && this.asked?.() === true) this.request();
    return this.#endsAtMs < Infinity;
  }

  /** Sets the flag. The grace period begins; a second request changes nothing. */
  request(): void {
    if (this.#endsAtMs < Infinity) return;
    this.#endsAtMs = performance.now() + this.#graceMs;
    for (const callback of this.#callbacks.reverse()) callback();
  }

  /**
   * Milliseconds until everything must be closed; Infinity before a stop was requested.
   */
  get leftMs(): number {
    return this.#endsAtMs - performance.now();
  }

  /**
   * Calls back once, as soon as the request is noticed: the place to close the listening
   * socket. The last callback is called first, as what was built last is torn down first.
   */
  onStop(callback: () => void): void {
    this.#callbacks.push(callback);
  }
}

/**
 * Ends the call in which a thread or a child process blocks, so that it polls its flag.
 * It means nothing else. Chapters 09 and 10.
 */
export const WAKE_UP = 'SIGUSR2';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * From now on SIGTERM and SIGINT interrupt the blocked call and set the flag; the second
 * of them ends the process.
 */
// #region signals
export function stopOnSignals(graceMs: number): StopFlag {
  for (const name of STOP_SIGNALS) interruptOn(name);
  return new StopFlag(graceMs, () => {
    const delivered = STOP_SIGNALS.filter(wasDelivered);
    const [first] = delivered;
    if (first === undefined) return false;
    // Both came before this poll: that is a first signal and a second one.
    if (delivered.length > 1) process.exit(128 + constants.signals[first]);
    // The kernel put this signal back to its default effect. The other one must end the
    // process too.
    for (const name of STOP_SIGNALS) signal(name, SIG_DFL);
    return true;
  });
}
// #endregion signals
