// What may be retried. The task: npm start -- exercise 06-what-to-retry

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
export function mayRetry(failure: Broken | Refused, call: Call): boolean {
  throw new Error('not written yet: mayRetry');
}
