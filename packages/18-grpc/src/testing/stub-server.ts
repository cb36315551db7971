// Misbehaving servers, for tests of the client by hand.

import { createServer, type ServerHttp2Stream } from 'node:http2';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { once } from 'node:events';
import { Http2FrameSplitter } from '../transcript/http2-frames';

export interface Stub {
  readonly url: string;
  readonly port: number;
  /** Connections so far. */
  readonly connections: () => number;
  /** Closes every connection without GOAWAY. */
  readonly cut: () => void;
  stop(): Promise<void>;
}

/** A server that handles each call with this function. */
export function http2Stub(answer: (stream: ServerHttp2Stream) => void): Promise<Stub> {
  const server = createServer();
  server.on('sessionError', () => undefined);
  server.on('stream', (stream) => {
    stream.on('error', () => undefined);
    answer(stream);
  });
  return started(server);
}

/**
 * Answers each HEADERS frame of a client with these bytes.
 * @param answer takes its stream, and which connection it came on
 */
export function frameStub(answer: (stream: number, connection: number) => Buffer): Promise<Stub> {
  let connections = 0;
  const server = createTcpServer((socket) => {
    const connection = ++connections;
    const splitter = new Http2FrameSplitter(true);
    socket.on('error', () => undefined);
    socket.write(frame('SETTINGS', 0, Buffer.alloc(0)));
    socket.on('data', (chunk) => {
      for (const { type, stream } of splitter.push(chunk))
        if (type === 'HEADERS') socket.write(answer(stream, connection));
    });
  });
  return started(server);
}

const NUMBERS = { DATA: 0, HEADERS: 1, RST_STREAM: 3, SETTINGS: 4, GOAWAY: 7 } as const;

export function frame(
  type: keyof typeof NUMBERS,
  stream: number,
  payload: Buffer,
  flags = 0,
): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header.writeUInt8(NUMBERS[type], 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

/** A successful call without a response: END_HEADERS and END_STREAM. */
export function trailersOnly(stream: number): Buffer {
  const fields = [
    Buffer.of(0x88), // :status: 200, HPACK's number 8
    literal('content-type', 'application/grpc'),
    literal('grpc-status', '0'),
  ];
  return frame('HEADERS', stream, Buffer.concat(fields), 0x4 | 0x1);
}

/** A header that HPACK neither compresses nor adds to its table. */
export function literal(name: string, value: string): Buffer {
  return Buffer.from(
    `\0${String.fromCharCode(name.length)}${name}${String.fromCharCode(value.length)}${value}`,
  );
}

/** Numbers of four bytes each. */
export function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, i) => bytes.writeUInt32BE(number, 4 * i));
  return bytes;
}

async function started(server: Pick<Server, 'listen' | 'address' | 'close' | 'on'>): Promise<Stub> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server as Server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    connections: () => connections,
    cut,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
