// A gRPC server by hand (chapter 18): all four kinds of calls, on Node's HTTP/2.

import { once } from 'node:events';
import {
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { RunningServer } from '@bytes-up/server-kit';
import type { GrpcContext } from '../server';
import { GrpcError } from './ending/grpc-error';
import { ServerCall } from './server-call';
import { BOOKLET_SERVICE, SERVICE } from './service';

/**
 * Listens, and serves until it is stopped.
 * @throws Error if it cannot listen on the address
 */
export async function startHandMadeServer(context: GrpcContext): Promise<RunningServer> {
  const { host, port, limits } = context;
  const settings = { maxConcurrentStreams: limits.maxInFlight };
  const server = createServer({ settings });
  server.maxConnections = limits.maxConnections;
  const sessions = new Set<ServerHttp2Session>();
  const sockets = new Set<Socket>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('sessionError', () => undefined); // invalid bytes close their own connection
  server.on('stream', (stream, headers) => void serve(stream, headers, context));
  server.listen(port, host);
  await once(server, 'listening');
  return {
    address: { host, port: (server.address() as AddressInfo).port },
    stop: () => drain(server, sessions, sockets, limits.graceMs),
  };
}

// #region serve
async function serve(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { limits, log, streamingCalc = false }: GrpcContext,
): Promise<void> {
  const { ':path': path = '', ':method': method, 'content-type': type = '' } = headers;
  if (method !== 'POST' || !/^application\/grpc(\+proto)?$/.test(type)) return refuse(stream);
  const call = new ServerCall(stream, headers, limits.maxFrameBytes, (error) =>
    log(`${named(path)}: ${error?.code ?? 'OK'}`),
  );
  try {
    call.startDeadline();
    const run = (streamingCalc ? BOOKLET_SERVICE : SERVICE).get(path);
    if (run === undefined) throw new GrpcError('UNIMPLEMENTED', `no method ${named(path)}`);
    await run(call);
    call.end();
  } catch (error) {
    call.end(GrpcError.from(error));
  } finally {
    // The rest of the requests is discarded. RST_STREAM would tell the client, but Node
    // sends it instead of trailers that have not been sent yet.
    stream.resume();
  }
}

/** A path may be so long that the trailers with it would exceed HTTP/2's limits. */
function named(path: string): string {
  return path.length <= 80 ? path : `${path.slice(0, 80)}…`;
}

/**
 * A request that is not gRPC gets an HTTP error: other clients do not read a grpc-status.
 */
function refuse(stream: ServerHttp2Stream): void {
  stream.on('error', () => undefined);
  stream.respond({ ':status': 415 }, { endStream: true });
  stream.resume();
}
// #endregion serve

/** Sends GOAWAY on each connection. Open streams may finish within the grace period. */
async function drain(
  server: Http2Server,
  sessions: ReadonlySet<ServerHttp2Session>,
  sockets: ReadonlySet<Socket>,
  graceMs: number,
): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  for (const session of sessions) session.close();
  const timer = setTimeout(() => {
    for (const session of sessions) session.destroy();
    // A session only ends its own side, and would wait for a client that keeps the other.
    setImmediate(() => sockets.forEach((socket) => socket.destroy()));
  }, graceMs);
  await closed;
  clearTimeout(timer);
}
