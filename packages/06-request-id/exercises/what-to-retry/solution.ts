// What may be retried, solved.
//
// Why a key does not help after INTERNAL: the server has recorded the error as the answer
// for this key, so a retry with the same key gets the same error, and nothing runs. A
// retry with a new key would be a new call.

import type { RpcErrorCode } from '@bytes-up/protocol';

/** The attempt failed without an answer. */
export interface Broken {
  readonly phase: 'connecting' | 'sending' | 'waiting';
}

/** The answer was an error. */
export interface Refused {
  readonly phase: 'answered';
  readonly code: RpcErrorCode;
  readonly retryable: boolean;
}

export interface Call {
  /** Running it twice has the same effect as running it once. */
  readonly idempotent: boolean;
  /** It carries an idempotency key, and the server honours keys. */
  readonly hasKey: boolean;
}

/** Whether a retry is safe and could help. */
export function mayRetry(failure: Broken | Refused, { idempotent, hasKey }: Call): boolean {
  switch (failure.phase) {
    case 'connecting':
      return true; // the server has not seen a byte of it
    case 'sending':
    case 'waiting':
      return idempotent || hasKey;
    case 'answered':
      if (failure.retryable) return true;
      return mayHaveRun(failure.code) && idempotent;
  }
}

/** Whether the method may have run before the server answered with this code. */
function mayHaveRun(code: RpcErrorCode): boolean {
  return code === 'INTERNAL' || code === 'DEADLINE_EXCEEDED';
}
