// Chapter 18: gRPC.
export { PiClient } from './client';
export { startGrpcServer } from './server';
export { GRPC_CODES, GrpcError, type GrpcCode } from './by-hand/ending/grpc-error';
export { fromStatus, toStatus } from './status';
