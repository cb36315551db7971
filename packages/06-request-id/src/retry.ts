// What may be retried, as a table that is also code.

import type { Request, Response, RpcErrorCode } from '@bytes-up/protocol';
import { callOnce, CallFailed, type Stage } from './call';

/** What a caller knows about its call. */
export interface Call {
  /** Doing it twice is the same as doing it once: a read, an absolute write. */
  readonly idempotent: boolean;
  /** It carries an idempotency key, and the server honours keys. */
  readonly hasKey: boolean;
}

// #region table
/** Whether the server can have done the call, by how far the attempt had come. */
const UNDECIDED: Readonly<Record<Stage, boolean>> = {
  connecting: false, // not a byte of it has left
  sending: true, // the bytes were handed to the kernel: nobody knows how many have arrived
  waiting: true, // and nobody knows whether it was done
};

/** Whether an answer with this code leaves the same doubt. What says `retryable` had no effect, whatever its code. */
const DOUBTFUL: ReadonlySet<RpcErrorCode> = new Set<RpcErrorCode>([
  'INTERNAL',
  'DEADLINE_EXCEEDED',
]);

/**
 * Whether a failed call may be sent again without the danger that it is done twice.
 * @param failure what callOnce threw, or an answer that is an error
 */
export function isSafeToRetry(failure: CallFailed | Response, call: Call): boolean {
  const canBeRepeated = call.idempotent || call.hasKey;
  if (failure instanceof CallFailed) return !UNDECIDED[failure.stage] || canBeRepeated;
  if (failure.out !== 'error') return false; // it has succeeded: there is nothing to retry
  const { code, retryable } = failure.result as { code: RpcErrorCode; retryable: boolean };
  return retryable || (DOUBTFUL.has(code) && call.idempotent);
}
// #endregion table

/** When a client calls again: never, whenever a call has failed, or when that is safe. */
export type Policy = 'never' | 'always' | 'when it is safe';

const ATTEMPTS = 3;

/** Calls, and calls again as the policy allows. @throws CallFailed the last one */
export async function callWithRetries(
  port: number,
  request: Request,
  policy: Policy,
  timeoutMs = 5_000,
): Promise<{ readonly answer: Response; readonly attempts: number }> {
  const call: Call = { idempotent: false, hasKey: request.idempotency_key !== undefined };
  for (let attempts = 1; ; attempts++) {
    try {
      return { answer: await callOnce(port, request, timeoutMs), attempts };
    } catch (error) {
      if (!(error instanceof CallFailed) || policy === 'never' || attempts >= ATTEMPTS) throw error;
      if (policy === 'when it is safe' && !isSafeToRetry(error, call)) throw error;
    }
  }
}
