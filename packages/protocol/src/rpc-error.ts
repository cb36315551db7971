// The error class of the course. Its codes are a closed list, documented in
// docs/errors.md. A test keeps code and documentation in sync.

/** All codes, on the wire and in clients. The names are gRPC's canonical ones. */
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

/**
 * The value of `retryable` that clause 6.4 requires. For other codes the server decides.
 */
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
  /**
   * True promises that the call had no effect (docs/protocol.md, 6.4). Default: false.
   */
  readonly retryable?: boolean;
  /** The error that caused this one. It is never sent. */
  readonly cause?: unknown;
}

/** A failed call. Match on `code`, not on the message. */
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
   * Turns anything that was thrown into an RpcError, with the thrown value as its cause.
   * An RpcError stays itself, an AbortError becomes CANCELLED, a TimeoutError becomes
   * DEADLINE_EXCEEDED, and everything else INTERNAL. Never throws.
   * @param message may be sent to the other side; the text of the thrown value is not
   */
  static from(thrown: unknown, message = 'the call failed'): RpcError {
    if (thrown instanceof RpcError) return thrown;
    return new RpcError(codeOf(thrown), message, { cause: thrown });
  }

  /**
   * The same error in a form that clause 6.4 allows in a response. A handler that calls
   * another server may throw the error of that call. If that error is CANCELLED, or its
   * `retryable` is not the one that its code requires, the response says INTERNAL.
   */
  asAnswer(): RpcError {
    const { code, message, retryable } = this;
    const must = MUST_BE_RETRYABLE[code];
    if (code !== 'CANCELLED' && (must === undefined || must === retryable)) return this;
    return new RpcError(must === false ? code : 'INTERNAL', message, { cause: this });
  }
}

/** By the name, as `signal.throwIfAborted()` and `AbortSignal.timeout` set it. */
function codeOf(thrown: unknown): RpcErrorCode {
  try {
    switch ((thrown as { readonly name?: unknown } | null | undefined)?.name) {
      case 'AbortError':
        return 'CANCELLED';
      case 'TimeoutError':
        return 'DEADLINE_EXCEEDED';
      default:
        return 'INTERNAL';
    }
  } catch {
    return 'INTERNAL'; // a getter or a proxy that throws
  }
}
