// Sleeping in the kernel: `man 2 nanosleep`. The whole process stands still, event loop
// included: chapter 16 cuts such a sleep short with ctrl-C.

import { constants } from 'node:os';
import { libc } from './libc';
import { SystemError } from './errno';

/** A sleep that a signal cut short: a SystemError with EINTR. */
export class SleepInterruptedError extends SystemError {
  override readonly name = 'SleepInterruptedError';
  /** What was left of the sleep, in milliseconds. */
  readonly remainingMs: number;

  constructor(ms: number, remainingMs: number) {
    super('nanosleep', constants.errno.EINTR, [`${ms} ms`]);
    this.remainingMs = remainingMs;
  }
}

/**
 * Sleeps (`man 2 nanosleep`).
 * @param ms milliseconds; fractions count, down to a nanosecond
 * @throws SleepInterruptedError when a signal came (see `interruptOn`); RangeError for a
 *   time that is none
 */
export function nanosleep(ms: number): void {
  if (!Number.isFinite(ms) || ms < 0) {
    throw new RangeError(`ms must be a time, not negative and finite, got ${ms}`);
  }
  const wanted = encodeTimespec(ms);
  const remaining = new BigInt64Array(2);
  if (libc().nanosleep(wanted, remaining) === 0) return;
  const errno = libc().errno();
  if (errno !== constants.errno.EINTR) throw new SystemError('nanosleep', errno, [`${ms} ms`]);
  throw new SleepInterruptedError(ms, Number(remaining[0]!) * 1e3 + Number(remaining[1]!) / 1e6);
}

/**
 * Sleeps, or wakes when a signal comes: for whoever looks around then. A time that is
 * over already is no sleep.
 */
export function sleepOrWake(ms: number): void {
  try {
    nanosleep(Math.max(0, ms));
  } catch (error) {
    if (!(error instanceof SleepInterruptedError)) throw error;
  }
}

/**
 * Sleeps for the whole time, and goes on with what is left of it after each signal. A
 * time that is over already is no sleep.
 */
export function sleepThrough(ms: number): void {
  for (let leftMs = Math.max(0, ms); leftMs > 0;) {
    try {
      nanosleep(leftMs);
      return;
    } catch (error) {
      if (!(error instanceof SleepInterruptedError)) throw error;
      leftMs = error.remainingMs;
    }
  }
}

/** struct timespec { seconds, nanoseconds }. */
function encodeTimespec(ms: number): BigInt64Array {
  const nanoseconds = BigInt(Math.ceil(ms * 1e6));
  return BigInt64Array.of(nanoseconds / 1_000_000_000n, nanoseconds % 1_000_000_000n);
}
