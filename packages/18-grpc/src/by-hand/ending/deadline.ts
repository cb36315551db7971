// A call's time, on both sides (chapter 18).

import { GrpcError } from './grpc-error';

/** The longest time that a timer of Node counts, 24.8 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

// #region deadline
/**
 * Calls `expire` when the time is over, unless it is stopped before.
 * @param ms longer than a timer counts is for ever
 * @returns what stops it
 */
export function startDeadline(ms: number, expire: () => void): () => void {
  let look: NodeJS.Immediate | undefined;
  // Read first, then judge: when this process could not run for a while, Node runs its
  // timers first, and what came in time is still in the kernel.
  const onTimer = (): void => void (look = setImmediate(expire));
  const timer = ms <= MAX_TIMER_MS ? setTimeout(onTimer, Math.max(ms, 0)) : undefined;
  return () => {
    clearTimeout(timer);
    clearImmediate(look);
  };
}
// #endregion deadline

/**
 * @throws GrpcError INVALID_ARGUMENT for a time that is no number: no timer could count
 * it
 */
export function checkTimeout(timeoutMs: number | undefined): void {
  if (timeoutMs === undefined || (typeof timeoutMs === 'number' && !Number.isNaN(timeoutMs)))
    return;
  const why = `timeoutMs must be a number of milliseconds, got ${String(timeoutMs)}`;
  throw new GrpcError('INVALID_ARGUMENT', why);
}
