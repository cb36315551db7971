// The deadline of a call, on both sides (chapter 18).

import { GrpcError } from './grpc-error';

/** Node's longest timer, 24.8 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

// #region deadline
/**
 * Calls `expire` at the deadline.
 * @param ms a time that is too long for a timer means never
 * @returns a function that stops it
 */
export function startDeadline(ms: number, expire: () => void): () => void {
  let lastTurn: NodeJS.Immediate | undefined;
  // Read the sockets first: when this process was stalled, Node runs its timers first,
  // and what arrived in time is still in the kernel.
  const onTimer = (): void => void (lastTurn = setImmediate(expire));
  const timer = ms <= MAX_TIMER_MS ? setTimeout(onTimer, Math.max(ms, 0)) : undefined;
  return () => {
    clearTimeout(timer);
    clearImmediate(lastTurn);
  };
}
// #endregion deadline

/** @throws GrpcError INVALID_ARGUMENT for a timeout that is not a number */
export function checkTimeout(timeoutMs: number | undefined): void {
  if (timeoutMs === undefined || (typeof timeoutMs === 'number' && !Number.isNaN(timeoutMs)))
    return;
  const why = `timeoutMs must be a number of milliseconds, got ${String(timeoutMs)}`;
  throw new GrpcError('INVALID_ARGUMENT', why);
}
