// What a call ends with when it fails (chapter 07): which method, at which server, at which attempt, and whether it may have been done.

import { RpcError, type RpcErrorCode } from '@bytes-up/protocol';
import type { Address } from '@bytes-up/protocol';

export interface CallErrorDetails {
  readonly method: string;
  readonly address: Address;
  /** Attempts that were made, the last one included. */
  readonly attempts: number;
  /** The server may have done the call, or may still be doing it. */
  readonly mayHaveRun: boolean;
  readonly retryable: boolean;
  readonly cause: unknown;
}

export class CallError extends RpcError {
  readonly method: string;
  readonly address: Address;
  readonly attempts: number;
  readonly mayHaveRun: boolean;

  /** @param why without what the details say */
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
   * The same for a call that was attempted before, at this server or another one.
   * @param ranBefore whether an attempt before may have done the call: then no promise of
   * this one counts
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
