// The one error of the course. Its codes are a closed list, documented in docs/errors.md; a test holds both together.

/** Every code that an answer or a client may carry. The names are gRPC's canonical ones. */
export const RPC_ERROR_CODES = [
  'INVALID_ARGUMENT',
  'UNIMPLEMENTED',
  'INTERNAL',
  'RESOURCE_EXHAUSTED',
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'FAILED_PRECONDITION',
  'CANCELLED',
] as const;

export type RpcErrorCode = (typeof RPC_ERROR_CODES)[number];

/** Options of an RpcError beyond its code and message. */
export interface RpcErrorOptions {
  /** A promise that the call had no effect (docs/protocol.md, 6.4). Default false. */
  readonly retryable?: boolean;
  /** What led to this error. It stays on this side of the wire. */
  readonly cause?: unknown;
}

/** A failed call: match on `code`, not on the message. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  readonly retryable: boolean;

  constructor(code: RpcErrorCode, message: string, options: RpcErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }

  /**
   * The one funnel from anything that was thrown to an RpcError: an RpcError stays itself,
   * anything else becomes INTERNAL with the thrown value as its cause.
   * @param message what the other side may read; the thrown value's own text is not sent.
   */
  static from(thrown: unknown, message = 'the call failed'): RpcError {
    return thrown instanceof RpcError
      ? thrown
      : new RpcError('INTERNAL', message, { cause: thrown });
  }
}
