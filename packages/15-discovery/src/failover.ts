// What follows from a failed attempt (chapter 15): whether the call may be made again, and whether the server is to blame.

import { AttemptFailed, CallError, type CallOptions } from '@bytes-up/client';
import type { Response, RpcError, RpcErrorCode } from '@bytes-up/protocol';
import { isSafeToRetry } from '@bytes-up/request-id';

// #region again
/** Chapter 06 decides: it was surely not done, or may be done twice. */
export function mayBeMadeAgain(
  failed: RpcError,
  { idempotent = false, idempotencyKey, signal }: CallOptions,
): boolean {
  // Without the caller's signal, what was cancelled was the way to a server that has left the list.
  if (signal?.aborted === true || !(failed instanceof CallError)) return false;
  const failure = failed.cause as AttemptFailed | Response;
  if (failure instanceof AttemptFailed && failure.code === 'INVALID_ARGUMENT') return false;
  return isSafeToRetry(failure, { idempotent, hasKey: idempotencyKey !== undefined });
}
// #endregion again

/** Codes by which an attempt says that something is wrong with the server, not with the call. */
const SERVERS_FAULT: ReadonlySet<RpcErrorCode> = new Set<RpcErrorCode>([
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
]);

/** @param hadItsTime a caller in a hurry says nothing about the server */
export function isServersFault({ code }: RpcError, hadItsTime: boolean): boolean {
  return SERVERS_FAULT.has(code) && (code !== 'DEADLINE_EXCEEDED' || hadItsTime);
}
