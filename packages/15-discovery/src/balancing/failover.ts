// What follows from a failed attempt (chapter 15): whether the call may be made again, and what it says about the server.

import { AttemptFailed, type CallError, type CallOptions } from '@bytes-up/client';
import type { Response, RpcError } from '@bytes-up/protocol';
import { isSafeToRetry } from '@bytes-up/request-id';

// #region again
/** Chapter 06 decides: it was surely not done, or may be done twice. */
export function mayBeMadeAgain(
  failed: CallError,
  { idempotent = false, idempotencyKey, signal }: CallOptions,
): boolean {
  // Without the caller's signal, what was cancelled was the way to a server that has left the list.
  if (signal?.aborted === true) return false;
  const failure = failed.cause as AttemptFailed | Response;
  if (failure instanceof AttemptFailed && failure.code === 'INVALID_ARGUMENT') return false;
  return isSafeToRetry(failure, { idempotent, hasKey: idempotencyKey !== undefined });
}
// #endregion again

/**
 * What an attempt that failed says about its server: `failed` it, `answered`, though with an error of the call's own, or nothing.
 * @param hadItsTime a caller in a hurry says nothing about a server that is slow
 */
// #region verdict
export function verdictOn({ code, cause }: RpcError, hadItsTime: boolean): Verdict {
  if (code === 'UNAVAILABLE' || (code === 'DEADLINE_EXCEEDED' && hadItsTime)) return 'failed';
  return cause instanceof AttemptFailed ? 'nothing' : 'answered';
}
// #endregion verdict

export type Verdict = 'failed' | 'answered' | 'nothing';
