// What may be retried (chapter 06): a table that is also code.

import type { Request, Response, RpcErrorCode } from '@bytes-up/protocol';
import { callOnce, CallFailed, type Stage } from './call';

/** What the caller knows about its call. */
export interface Call {
  /** Running it twice has the same effect as once: a read, an absolute write. */
  readonly idempotent: boolean;
  /** It carries an idempotency key, and the server honours keys. */
  readonly hasKey: boolean;
}

// #region table
/** Whether the call may have run, by how far the attempt got. */
const MAY_HAVE_RUN: Readonly<Record<Stage, boolean>> = {
  connecting: false, // no byte was sent
  sending: true, // the kernel has the bytes, and some may have arrived
  waiting: true, // everything was sent
};

/** Codes after which the call may have run too, unless the response says `retryable`. */
const DOUBTFUL: ReadonlySet<RpcErrorCode> = new Set<RpcErrorCode>([
  'INTERNAL',
  'DEADLINE_EXCEEDED',
]);

/**
 * Whether a failed call can be retried without the risk that it runs twice.
 * @param failure the error of callOnce, or an error response
 */
export function isSafeToRetry(failure: CallFailed | Response, call: Call): boolean {
  const canBeRepeated = call.idempotent || call.hasKey;
  if (failure instanceof CallFailed) return !MAY_HAVE_RUN[failure.stage] || canBeRepeated;
  if (failure.out !== 'error') return false; // it succeeded
  const { code, retryable } = failure.result as { code: RpcErrorCode; retryable: boolean };
  // not with a key: the server would repeat the error that it has recorded
  return retryable || (DOUBTFUL.has(code) && call.idempotent);
}
// #endregion table

/** When a client retries: never, after every failure, or when it is safe. */
export type Policy = 'never' | 'always' | 'when it is safe';

const ATTEMPTS = 3;

/** Calls, and retries as the policy allows. @throws CallFailed of the last attempt */
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
