// Our errors and gRPC's (chapter 18). The names are the same, for ours were taken from there; gRPC sends a number.

import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { RPC_ERROR_CODES, RpcError, type RpcErrorCode } from '@bytes-up/protocol';

/** gRPC's number of each of our codes (grpc/doc/statuscodes.md). */
export const STATUS_OF: Readonly<Record<RpcErrorCode, status>> = {
  INVALID_ARGUMENT: status.INVALID_ARGUMENT,
  UNIMPLEMENTED: status.UNIMPLEMENTED,
  INTERNAL: status.INTERNAL,
  RESOURCE_EXHAUSTED: status.RESOURCE_EXHAUSTED,
  UNAVAILABLE: status.UNAVAILABLE,
  DEADLINE_EXCEEDED: status.DEADLINE_EXCEEDED,
  FAILED_PRECONDITION: status.FAILED_PRECONDITION,
  CANCELLED: status.CANCELLED,
};

/** What a handler gives to its library. Anything that is not an RpcError is INTERNAL, and its text stays here. */
export function toStatus(thrown: unknown): Pick<ServiceError, 'code' | 'details' | 'metadata'> {
  const { code, message } = RpcError.from(thrown);
  return { code: STATUS_OF[code], details: message, metadata: new Metadata() };
}

/** gRPC has more codes than we: those that we have no word for are INTERNAL, with theirs in the text. */
export function fromStatus(error: Pick<ServiceError, 'code' | 'details'>): RpcError {
  const code = RPC_ERROR_CODES.find((name) => STATUS_OF[name] === error.code);
  return code === undefined
    ? new RpcError('INTERNAL', `${status[error.code]}: ${error.details}`, { cause: error })
    : new RpcError(code, error.details, { cause: error });
}
