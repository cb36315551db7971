// The server with gRPC's library (chapter 18).

import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import type { Limits } from '@bytes-up/protocol';
import { formatAddress, type Log, type RunningServer } from '@bytes-up/server-command';
import { lookup } from 'node:dns/promises';
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
  const { address } = await lookup(host); // a name that does not exist has a code, here
  const bound = await listen(server, formatAddress({ host: address, port }), credentials);
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

/** The library also prints what it reports to us. GRPC_VERBOSITY, its own variable, brings that back. */
if (process.env['GRPC_VERBOSITY'] === undefined) setLogVerbosity(logVerbosity.NONE);

function listen(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error === null) resolve(port);
      else reject(withCode(error));
    });
  });
}

/** The library's error says only in its text what the system said: `… errors: [listen EADDRINUSE: …]`. */
function withCode(error: Error): Error {
  const [, code] = /\blisten (E[A-Z]+)\b/.exec(error.message) ?? [];
  return code === undefined ? error : Object.assign(error, { code });
}
