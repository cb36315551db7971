// The errors of gRPC's library, and this chapter's (chapter 18).

import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { errorOfStatus, GrpcError } from './by-hand/ending/grpc-error';

/**
 * What a handler gives to its library. Anything that is no error of ours is UNKNOWN, and
 * its text stays here.
 */
export function toStatus(thrown: unknown): Pick<ServiceError, 'code' | 'details' | 'metadata'> {
  const { status, message } = GrpcError.from(thrown);
  return { code: status, details: message, metadata: new Metadata() };
}

export function fromStatus(error: Pick<ServiceError, 'code' | 'details'>): GrpcError {
  return errorOfStatus(error.code, error.details, error);
}
