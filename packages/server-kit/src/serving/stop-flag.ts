// How a server learns that it must stop (docs/protocol.md, section 10). While a server
// blocks, no event handler runs, so it has to poll. A signal interrupts the blocked call
// with EINTR, and then the server polls at once.

import { constants } from 'node:os';
import { interruptOn, SIG_DFL, signal, wasDelivered } from '@bytes-up/posix';
import { graceBeforeExit } from './grace';

/**
 * A busy server asks before each recv, and each poll makes two system calls. Polling once
 * in this many milliseconds is enough.
 */
const MIN_POLL_INTERVAL_MS = 5;

/** Says whether a server should stop, and by when. One for each thread or process. */
export class StopFlag {
  /**
   * The longest time that a call may block, in milliseconds. A signal that arrives just
   * before the call does not interrupt it, and is noticed this much later. One second, or
   * a quarter of a short grace period.
   */
  readonly pollIntervalMs: number;
  readonly #graceMs: number;
  readonly #callbacks: (() => void)[] = [];
  #endsAtMs = Infinity;
  #nextPollAtMs = 0;

  /**
   * @param asked for a server that blocks: polls a signal, or a word in shared memory.
   *   Without it, only `request` sets the flag.
   */
  constructor(
    graceMs: number,
    private readonly asked?: () => boolean,
  ) {
    this.pollIntervalMs = Math.max(10, Math.min(1000, graceMs / 4));
    // A request may be one interval old when it is noticed, but everything must end
    // within the grace period (10.4).
    const unnoticedMs = asked === undefined ? 0 : this.pollIntervalMs;
    this.#graceMs = Math.max(0, graceBeforeExit(graceMs) - unnoticedMs);
  }

  /** Whether to stop. For a busy server: polls only if the last poll is a while ago. */
  get requested(): boolean {
    return performance.now() < this.#nextPollAtMs ? this.#endsAtMs < Infinity : this.poll();
  }

  /**
   * Polls now, and returns whether to stop. For a blocking call that returned without a
   * result.
   */
  poll(): boolean {
    this.#nextPollAtMs = performance.now() + MIN_POLL_INTERVAL_MS;
    if (this.#endsAtMs === Infinity && this.asked?.() === true) this.request();
    return this.#endsAtMs < Infinity;
  }

  /** Sets the flag and starts the grace period. A second request changes nothing. */
  request(): void {
    if (this.#endsAtMs < Infinity) return;
    this.#endsAtMs = performance.now() + this.#graceMs;
    for (const callback of this.#callbacks.reverse()) callback();
  }

  /**
   * Milliseconds until everything must be closed. Infinity before a stop is requested.
   */
  get leftMs(): number {
    return this.#endsAtMs - performance.now();
  }

  /**
   * Calls back once, as soon as the request is noticed, for example to close the
   * listening socket. Callbacks run in reverse order, so what was opened last is closed
   * first.
   */
  onStop(callback: () => void): void {
    this.#callbacks.push(callback);
  }
}

/**
 * Interrupts the call in which a thread or a child process blocks, so that it polls its
 * stop flag. It has no other meaning. Chapters 09 and 10.
 */
export const WAKE_UP = 'SIGUSR2';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * From now on SIGTERM and SIGINT interrupt the blocked call and set the flag. The second
 * of them ends the process.
 */
// #region signals
export function stopOnSignals(graceMs: number): StopFlag {
  for (const name of STOP_SIGNALS) interruptOn(name);
  return new StopFlag(graceMs, () => {
    const delivered = STOP_SIGNALS.filter(wasDelivered);
    const [first] = delivered;
    if (first === undefined) return false;
    // Both arrived before this poll, so one of them is the second signal.
    if (delivered.length > 1) process.exit(128 + constants.signals[first]);
    // The kernel has reset this signal to its default action. The other one must end the
    // process too.
    for (const name of STOP_SIGNALS) signal(name, SIG_DFL);
    return true;
  });
}
// #endregion signals
