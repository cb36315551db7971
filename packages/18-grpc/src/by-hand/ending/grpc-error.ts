// The error of a failed gRPC call (chapter 18). gRPC has more codes than the eight of
// this course's RpcError.

import { RpcError } from '@bytes-up/protocol';

// #region codes
/**
 * gRPC's codes. The index of a code is its number on the wire (grpc/doc/statuscodes.md).
 */
export const GRPC_CODES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

/** The sixteen codes of a failed call. */
export type GrpcCode = Exclude<(typeof GRPC_CODES)[number], 'OK'>;
// #endregion codes

/** A failed call. Match on `code`, not on the message. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';

  constructor(
    readonly code: GrpcCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }

  /** The number of the code, for `grpc-status`. */
  get status(): number {
    return GRPC_CODES.indexOf(this.code);
  }

  /**
   * Turns anything that was thrown into a GrpcError. An RpcError keeps its code, because
   * the course uses gRPC's names. Everything else is UNKNOWN, and its text, which may
   * contain anything, is not sent.
   */
  static from(thrown: unknown): GrpcError {
    if (thrown instanceof GrpcError) return thrown;
    if (thrown instanceof RpcError)
      return new GrpcError(thrown.code, thrown.message, { cause: thrown });
    return new GrpcError('UNKNOWN', 'the call failed', { cause: thrown });
  }
}

/** @param status the number in `grpc-status`, or what was there instead; not 0 */
export function errorOfStatus(status: number, message: string, cause?: unknown): GrpcError {
  const code = GRPC_CODES[status];
  return code === undefined || code === 'OK'
    ? new GrpcError('UNKNOWN', `grpc-status ${status}: ${message}`, { cause })
    : new GrpcError(code, message, { cause });
}
