// Chapter 18, gRPC.
export { PiClient } from './client';
export { startGrpcServer } from './server';
export { fromStatus, STATUS_OF, toStatus } from './status';
