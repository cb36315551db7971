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

/** What an answer with this code must say of `retryable` (clause 6.4). Left out: a server decides. */
export const MUST_BE_RETRYABLE: Readonly<Partial<Record<RpcErrorCode, boolean>>> = {
  UNAVAILABLE: true,
  DEADLINE_EXCEEDED: true,
  INVALID_ARGUMENT: false,
  UNIMPLEMENTED: false,
  INTERNAL: false,
  FAILED_PRECONDITION: false,
};

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

  /**
   * The same as an answer may say it (clause 6.4). A handler that calls another server passes
   * on what it heard there: without the promise of its code, or cancelled, that is INTERNAL.
   */
  asAnswer(): RpcError {
    const { code, message, retryable } = this;
    const must = MUST_BE_RETRYABLE[code];
    if (code !== 'CANCELLED' && (must === undefined || must === retryable)) return this;
    return new RpcError(must === false ? code : 'INTERNAL', message, { cause: this });
  }
}
