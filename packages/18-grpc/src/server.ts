// The server with gRPC's library (chapter 18).

import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { Limits } from '@bytes-up/protocol';
import type { Log, RunningServer } from '@bytes-up/server-command';
import { HealthImplementation } from 'grpc-health-check';
import { PiCalculatorService } from './generated/pi';
import { logging } from './interceptors';
import { piService } from './pi-service';

/** What of a server command's context this one uses. */
export interface GrpcContext {
  readonly host: string;
  readonly port: number;
  readonly limits: Limits;
  readonly log: Log;
}

export const SERVICE_NAME = 'pi.PiCalculator';

// #region server
/** Listens, and serves until it is stopped. @throws Error when the address cannot be taken */
export async function startGrpcServer(
  { host, port, limits, log }: GrpcContext,
  credentials: ServerCredentials = ServerCredentials.createInsecure(),
): Promise<RunningServer> {
  const server = new Server({
    'grpc.max_receive_message_length': limits.maxFrameBytes,
    'grpc.max_concurrent_streams': limits.maxInFlight,
    interceptors: [logging(log)],
  });
  server.addService(PiCalculatorService, piService);
  const health = new HealthImplementation({ '': 'SERVING', [SERVICE_NAME]: 'SERVING' });
  health.addToServer(server);
  const bound = await listen(server, `${host}:${port}`, credentials);
  return {
    address: { host, port: bound },
    stop: () => {
      health.setStatus('', 'NOT_SERVING');
      health.setStatus(SERVICE_NAME, 'NOT_SERVING');
      return drain(server, limits.graceMs);
    },
  };
}

/** No new call; those in flight may end, until the grace is over. */
function drain(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.forceShutdown(), graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
// #endregion server

function listen(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
