// The server with gRPC's library (chapter 18).

import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import type { Limits } from '@bytes-up/protocol';
import type { Log, RunningServer } from '@bytes-up/server-kit';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { HealthImplementation } from 'grpc-health-check';
import { BOOKLET_DEFINITION, bookletHandler } from './booklet/booklet-service';
import { PiCalculatorService } from './generated/pi';
import { logging } from './interceptors';
import { piService } from './pi-service';

/** What of a server command's context this one uses. */
export interface GrpcContext {
  readonly host: string;
  readonly port: number;
  readonly limits: Limits;
  readonly log: Log;
  /** Serve Calc as the booklet's second program does. Default: as its first does. */
  readonly streamingCalc?: boolean;
}

export const SERVICE_NAME = 'pi.PiCalculator';

// #region server
/**
 * Listens, and serves until it is stopped.
 * @throws Error if it cannot listen on the address
 */
export async function startGrpcServer(
  { host, port, limits, log, streamingCalc = false }: GrpcContext,
  credentials: ServerCredentials = ServerCredentials.createInsecure(),
): Promise<RunningServer> {
  const server = new Server({
    'grpc.max_receive_message_length': limits.maxFrameBytes,
    'grpc.max_concurrent_streams': limits.maxInFlight,
    interceptors: [logging(log)],
  });
  if (streamingCalc) server.addService({ calc: BOOKLET_DEFINITION }, { calc: bookletHandler });
  else server.addService(PiCalculatorService, piService);
  const health = new HealthImplementation({ '': 'SERVING', [SERVICE_NAME]: 'SERVING' });
  health.addToServer(server);
  // The listener is ours, because the library's has no limit: it gets each connection
  // from us.
  const injector = server.createConnectionInjector(credentials);
  const sockets = new Set<Socket>();
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    injector.injectConnection(socket);
  });
  listener.maxConnections = limits.maxConnections;
  listener.listen(port, host);
  await once(listener, 'listening');
  return {
    address: { host, port: (listener.address() as AddressInfo).port },
    stop: () => {
      health.setStatus('', 'NOT_SERVING');
      health.setStatus(SERVICE_NAME, 'NOT_SERVING');
      return drain(server, listener, sockets, limits.graceMs);
    },
  };
}

/**
 * Accepts no new call. Those in flight may finish within the grace period. The listener
 * says when the last connection is closed. The library's callback comes too early from
 * Node 24 on, whose HTTP/2 server closes its sessions itself.
 */
async function drain(
  server: Server,
  listener: NetServer,
  sockets: ReadonlySet<Socket>,
  graceMs: number,
): Promise<void> {
  const closed = once(listener, 'close');
  listener.close();
  server.tryShutdown(() => undefined);
  const timer = setTimeout(() => {
    server.forceShutdown(); // sends what was written, then closes
    // also one in the middle of its TLS handshake, which the library does not know yet
    setImmediate(() => sockets.forEach((socket) => socket.destroy()));
  }, graceMs);
  await closed;
  clearTimeout(timer);
}
// #endregion server

/**
 * The library also prints the errors that it reports to us, so this turns that off. Its
 * variable GRPC_VERBOSITY turns it on again.
 */
if (process.env['GRPC_VERBOSITY'] === undefined) setLogVerbosity(logVerbosity.NONE);
