// What follows from a failed attempt (chapter 15): whether the call may be retried, and
// what the failure says about the server.

import { AttemptFailed, type CallError, type CallOptions } from '@bytes-up/client';
import type { Response, RpcError } from '@bytes-up/protocol';
import { isSafeToRetry } from '@bytes-up/request-id';

// #region again
/** Chapter 06 decides: the call certainly did not run, or may run twice. */
export function mayBeMadeAgain(
  failed: CallError,
  { idempotent = false, idempotencyKey, signal }: CallOptions,
): boolean {
  // The caller cancelled it. CANCELLED without that means that the server left the list
  // before it was connected, and then the call may go to another one.
  if (signal?.aborted === true) return false;
  const failure = failed.cause as AttemptFailed | Response;
  if (failure instanceof AttemptFailed && failure.code === 'INVALID_ARGUMENT') return false;
  return isSafeToRetry(failure, { idempotent, hasKey: idempotencyKey !== undefined });
}
// #endregion again

/**
 * What a failed attempt says about its server: that it `failed`, that it `answered`, with
 * an error of the call's own, or nothing.
 * @param hadItsTime false when the caller's deadline was too short to judge the server
 */
// #region verdict
export function verdictOn({ code, cause }: RpcError, hadItsTime: boolean): Verdict {
  if (code === 'UNAVAILABLE' || (code === 'DEADLINE_EXCEEDED' && hadItsTime)) return 'failed';
  return cause instanceof AttemptFailed ? 'nothing' : 'answered';
}
// #endregion verdict

export type Verdict = 'failed' | 'answered' | 'nothing';
