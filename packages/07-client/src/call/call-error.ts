// The error of a failed call (chapter 07): its method, its server, its attempt, and
// whether it may have run.

import { RpcError, type RpcErrorCode } from '@bytes-up/protocol';
import type { Address } from '@bytes-up/protocol';

export interface CallErrorDetails {
  readonly method: string;
  readonly address: Address;
  /** Attempts so far, including the last one. */
  readonly attempts: number;
  /** The server may have run the call, or may still be running it. */
  readonly mayHaveRun: boolean;
  readonly retryable: boolean;
  readonly cause: unknown;
}

export class CallError extends RpcError {
  readonly method: string;
  readonly address: Address;
  readonly attempts: number;
  readonly mayHaveRun: boolean;

  /** @param why the reason alone: the details are added to it */
  constructor(
    code: RpcErrorCode,
    private readonly why: string,
    details: CallErrorDetails,
  ) {
    const { method, address, attempts, mayHaveRun, retryable, cause } = details;
    const times = attempts === 1 ? '' : `, attempt ${attempts}`;
    super(code, `${method} at ${address.host}:${address.port}${times}: ${why}`, {
      retryable,
      cause,
    });
    this.method = method;
    this.address = address;
    this.attempts = attempts;
    this.mayHaveRun = mayHaveRun;
  }

  /**
   * The same error for a call with earlier attempts, at this server or another one.
   * @param ranBefore whether one of those may have run. Then it does not help that the
   * last attempt had no effect.
   */
  after(attemptsBefore: number, ranBefore: boolean): CallError {
    const { code, why, method, address, cause } = this;
    return new CallError(code, why, {
      method,
      address,
      attempts: attemptsBefore + this.attempts,
      mayHaveRun: this.mayHaveRun || ranBefore,
      retryable: this.retryable && !ranBefore,
      cause,
    });
  }
}
