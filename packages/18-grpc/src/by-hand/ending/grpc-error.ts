// A failed gRPC call: gRPC's own codes, of which this course's RpcError knows eight
// (chapter 18).

import { RpcError } from '@bytes-up/protocol';

// #region codes
/**
 * gRPC's codes. A code's number, the one on the wire, is its place in this list
 * (grpc/doc/statuscodes.md).
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

/** The sixteen codes of a call that failed. */
export type GrpcCode = Exclude<(typeof GRPC_CODES)[number], 'OK'>;
// #endregion codes

/** A failed call: match on `code`, not on the message. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';

  constructor(
    readonly code: GrpcCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }

  /** The code's number: what `grpc-status` carries. */
  get status(): number {
    return GRPC_CODES.indexOf(this.code);
  }

  /**
   * The one funnel from anything that was thrown. An RpcError keeps its code: the course
   * took its names from gRPC. What a handler throws besides is UNKNOWN, and its text,
   * which may hold anything, is not sent.
   */
  static from(thrown: unknown): GrpcError {
    if (thrown instanceof GrpcError) return thrown;
    if (thrown instanceof RpcError)
      return new GrpcError(thrown.code, thrown.message, { cause: thrown });
    return new GrpcError('UNKNOWN', 'the call failed', { cause: thrown });
  }
}

/** @param status a number of `grpc-status`, or what came instead of one; not 0 */
export function errorOfStatus(status: number, message: string, cause?: unknown): GrpcError {
  const code = GRPC_CODES[status];
  return code === undefined || code === 'OK'
    ? new GrpcError('UNKNOWN', `grpc-status ${status}: ${message}`, { cause })
    : new GrpcError(code, message, { cause });
}
