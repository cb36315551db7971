// Stop waiting. The task: npm start -- exercise 07-cancel

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
 * @throws RpcError CANCELLED, with the signal's reason as its cause, when the signal is
 *   aborted; DEADLINE_EXCEEDED after timeoutMs
 */
export function waitFor<T>(work: Promise<T>, options: WaitOptions): Promise<T> {
  return Promise.reject(new Error('not written yet: waitFor'));
}
