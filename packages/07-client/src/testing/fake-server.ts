// A server that does what a test tells it, right or wrong. It reads frames properly; the
// test decides what it sends.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { decodeBody, encodeFrame, FrameDecoder } from '@bytes-up/codec';
import { DEFAULT_LIMITS, type Request } from '@bytes-up/protocol';
import {
  bind,
  close,
  connect,
  getsockname,
  listen,
  setNonBlocking,
  socket,
  type SystemError,
} from '@bytes-up/posix';
import type { Address } from '@bytes-up/protocol';

/** What a test can do with a request. */
export interface Came {
  readonly request: Request;
  readonly socket: Socket;
  /** Sends a response, with the request's id by default. */
  readonly answer: (result: unknown, id?: unknown) => void;
}

export type Behaviour = (came: Came) => void;

export const echo: Behaviour = ({ request, answer }) => {
  if (request.oneway !== true) answer(request.params);
};

export class FakeServer {
  readonly requests: Request[] = [];
  /** Connections so far. */
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(behave: Behaviour) {
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
      const decoder = new FrameDecoder(DEFAULT_LIMITS);
      socket.on('data', (chunk) => {
        decoder.push(chunk);
        for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
          const request = decodeBody(body, DEFAULT_LIMITS) as unknown as Request;
          this.requests.push(request);
          behave({
            request,
            socket,
            answer: (result, id = request.id) => send(socket, { out: 'x', result, id }),
          });
        }
      });
    });
  }

  static async start(behave: Behaviour = echo, port = 0): Promise<FakeServer> {
    const made = new FakeServer(behave);
    made.#server.listen(port, '127.0.0.1');
    await once(made.#server, 'listening');
    return made;
  }

  get address(): Address {
    const { address, port } = this.#server.address() as AddressInfo;
    return { host: address, port };
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Resets every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export function send(socket: Socket, message: object): void {
  socket.write(encodeFrame(JSON.stringify(message)));
}

/** A port on which no server listens. */
export async function freePort(): Promise<number> {
  const made = await FakeServer.start();
  const { port } = made.address;
  await made.stop();
  return port;
}

/** A port with a full backlog: connecting to it gets no reply. Needs Linux. */
export class BlackHole {
  readonly #fds = [socket(), socket(), socket()];
  readonly address: Address;

  constructor() {
    const [listener = -1, ...fillers] = this.#fds;
    bind(listener, { host: '127.0.0.1', port: 0 });
    listen(listener, 0);
    const { port } = getsockname(listener);
    this.address = { host: '127.0.0.1', port };
    // The first fits into the backlog. The second may have to wait.
    setNonBlocking(fillers[1] ?? -1);
    connect(fillers[0] ?? -1, this.address);
    try {
      connect(fillers[1] ?? -1, this.address);
    } catch (error) {
      if ((error as SystemError).code !== 'EINPROGRESS') throw error;
    }
  }

  close(): void {
    for (const fd of this.#fds) close(fd);
  }
}
