// Conversion between the errors of gRPC's library and ours (chapter 18).

import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { errorOfStatus, GrpcError } from './by-hand/ending/grpc-error';

/** A handler's error for the library. Any error but ours is UNKNOWN, without its text. */
export function toStatus(thrown: unknown): Pick<ServiceError, 'code' | 'details' | 'metadata'> {
  const { status, message } = GrpcError.from(thrown);
  return { code: status, details: message, metadata: new Metadata() };
}

export function fromStatus(error: Pick<ServiceError, 'code' | 'details'>): GrpcError {
  return errorOfStatus(error.code, error.details, error);
}
