// A gRPC server by hand (chapter 18): the unary call and the stream in both directions, on Node's HTTP/2.

import { once } from 'node:events';
import {
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { RpcError } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-command';
import { piOf } from '../pi-service';
import type { GrpcContext } from '../server';
import type { Method } from './client';
import { MessageReader, prefix } from './message-prefix';
import { CALC, CALC_EACH, PING } from './methods';
import { parseTimeout, trailersFor } from './trailers';

/** A method of the server: a response to each request. */
interface Served {
  readonly isStream: boolean;
  answer(message: Buffer): Uint8Array;
}

function served<Req, Res>(
  { path, request, response }: Method<Req, Res>,
  isStream: boolean,
  run: (request: Req) => Res,
): readonly [string, Served] {
  return [path, { isStream, answer: (message) => response.encode(run(request.decode(message))) }];
}

const METHODS = new Map([
  served(CALC, false, piOf),
  served(CALC_EACH, true, piOf),
  served(PING, false, (text) => text),
]);

/** Listens, and serves until it is stopped. @throws Error when the address cannot be taken */
export async function startHandMadeServer(context: GrpcContext): Promise<RunningServer> {
  const { host, port, limits } = context;
  const settings = { maxConcurrentStreams: limits.maxInFlight };
  const server = createServer({ settings });
  server.maxConnections = limits.maxConnections;
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('sessionError', () => undefined); // bytes that are no HTTP/2 cost their own connection
  server.on('stream', (stream, headers) => void serve(stream, headers, context));
  server.listen(port, host);
  await once(server, 'listening');
  return {
    address: { host, port: (server.address() as AddressInfo).port },
    stop: () => drain(server, sessions, limits.graceMs),
  };
}

// #region serve
async function serve(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { limits, log }: GrpcContext,
): Promise<void> {
  stream.on('error', () => undefined); // a client that has gone; 'close' follows
  const path = headers[':path'] ?? '';
  try {
    const type = headers['content-type'] ?? '';
    if (headers[':method'] !== 'POST' || !/^application\/grpc(\+proto)?$/.test(type)) {
      stream.respond({ ':status': 415 }, { endStream: true });
      return;
    }
    const error = await answerAll(stream, headers, limits.maxFrameBytes);
    log(`${path}: ${error?.code ?? 'OK'}`);
    end(stream, error);
  } catch (error) {
    log(`${path}: ${String(error)}`); // the stream was closed under us
    stream.close();
  }
}

/** @returns why the call has failed; undefined when it has not */
async function answerAll(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  maxBytes: number,
): Promise<RpcError | undefined> {
  const method = METHODS.get(headers[':path'] ?? '');
  let timer: NodeJS.Timeout | undefined;
  try {
    if (method === undefined) throw new RpcError('UNIMPLEMENTED', `no ${headers[':path']}`);
    const timeoutMs = parseTimeout(headers['grpc-timeout'] as string | undefined);
    if (timeoutMs < 2 ** 31) timer = setTimeout(() => end(stream, tooLate), timeoutMs);
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc+proto' },
      { waitForTrailers: true },
    );
    const reader = new MessageReader(maxBytes);
    let count = 0;
    // The end of the requests is not the end of the call, nor is an error in one.
    const chunks = stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    for await (const chunk of chunks) {
      for (const message of reader.push(chunk)) {
        if (++count > 1 && !method.isStream)
          throw new RpcError('INVALID_ARGUMENT', 'more than one request to a call that has one');
        if (!stream.write(prefix(method.answer(message)))) await once(stream, 'drain');
      }
    }
    if (reader.unfinished > 0 || (count === 0 && !method.isStream))
      throw new RpcError('INVALID_ARGUMENT', 'it ended before its request did');
    return undefined;
  } catch (error) {
    if (error instanceof RpcError) return error;
    if ((error as Error).name === 'ProtobufError')
      return new RpcError('INVALID_ARGUMENT', (error as Error).message);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const tooLate = new RpcError('DEADLINE_EXCEEDED', 'the time was over');

/** Ends a call with its status: behind the body, or, where nothing was sent, in its place. */
function end(stream: ServerHttp2Stream, error: RpcError | undefined): void {
  if (stream.closed || stream.destroyed || stream.writableEnded) return;
  if (!stream.headersSent) {
    const first = { ':status': 200, 'content-type': 'application/grpc+proto' };
    stream.respond({ ...first, ...trailersFor(error) }, { endStream: true });
    return;
  }
  stream.on('wantTrailers', () => stream.sendTrailers(trailersFor(error)));
  stream.end();
}
// #endregion serve

/** GOAWAY to each connection: no new stream. Those that are there may end, until the grace is over. */
async function drain(
  server: Http2Server,
  sessions: ReadonlySet<ServerHttp2Session>,
  graceMs: number,
): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  for (const session of sessions) session.close();
  const timer = setTimeout(() => {
    for (const session of sessions) session.destroy();
  }, graceMs);
  await closed;
  clearTimeout(timer);
}
