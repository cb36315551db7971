// Stop waiting, solved.

import { RpcError } from '@bytes-up/protocol';

export interface Timers {
  /** Calls `onTime` once, after `ms` milliseconds. @returns the timer */
  start(ms: number, onTime: () => void): unknown;
  stop(timer: unknown): void;
}

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** In milliseconds. Without it: no limit. */
  readonly timeoutMs?: number;
  readonly timers: Timers;
}

/**
 * Ends like the work, or earlier.
 *
 * Promise.race would give the same results. But the losers of a race keep running, and so
 * do their timers and listeners.
 * @throws RpcError CANCELLED, with the signal's reason as its cause, when the signal is
 *   aborted; DEADLINE_EXCEEDED after timeoutMs
 */
export function waitFor<T>(
  work: Promise<T>,
  { signal, timeoutMs, timers }: WaitOptions,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let stopTimer = (): void => undefined;
    const release = (): void => {
      signal?.removeEventListener('abort', onAbort);
      stopTimer();
    };
    const onAbort = (): void => {
      release();
      const cause: unknown = signal?.reason;
      reject(new RpcError('CANCELLED', 'cancelled by the caller', { cause }));
    };
    const onTime = (): void => {
      release();
      reject(new RpcError('DEADLINE_EXCEEDED', `no result within ${timeoutMs} ms`));
    };
    // Also covers an early end: a promise with a handler causes no unhandled rejection.
    // Only the first resolve or reject counts, so there is nothing to remember.
    work.then(resolve, reject).finally(release);

    if (signal?.aborted === true) return onAbort(); // it will never emit 'abort' again
    signal?.addEventListener('abort', onAbort);
    if (timeoutMs !== undefined) {
      const timer = timers.start(timeoutMs, onTime);
      stopTimer = () => timers.stop(timer);
    }
  });
}
