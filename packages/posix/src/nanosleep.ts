// Sleeps in the kernel: `man 2 nanosleep`. Meanwhile nothing else runs in the process,
// not even the event loop. Chapter 16 interrupts such a sleep with ctrl-C.

import { constants } from 'node:os';
import { libc } from './libc';
import { SystemError } from './errno';

/** A signal interrupted a sleep: a SystemError with EINTR. */
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
 * @throws SleepInterruptedError if a signal interrupts it (see `interruptOn`); RangeError
 *   if `ms` is negative or not finite
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
 * Sleeps until the time is over or a signal comes, for a caller that polls after either.
 * Does not sleep if the time is zero or negative.
 */
export function sleepOrWake(ms: number): void {
  try {
    nanosleep(Math.max(0, ms));
  } catch (error) {
    if (!(error instanceof SleepInterruptedError)) throw error;
  }
}

/**
 * Sleeps for the whole time: after a signal it goes on with the time that is left. Does
 * not sleep if the time is zero or negative.
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
