// The server that the client is judged with: each case decides how it handles the
// requests.

import { once } from 'node:events';
import net from 'node:net';
import type { Json, JsonObject } from '@bytes-up/protocol';
import { CaseFailed, FrameBuffer, frames, later, reset, show } from '@bytes-up/testkit';

/**
 * A call that has not ended by then counts as hanging, in milliseconds of machine time.
 */
export const HANGS_MS = 1_500;
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** Listens on a free port. `accepted` resolves with the first connection. */
export async function startServer(): Promise<{
  port: number;
  accepted: Promise<ScriptedServer>;
  stop: () => Promise<void>;
}> {
  const listener = net.createServer({ allowHalfOpen: true, noDelay: true });
  const sockets: net.Socket[] = [];
  const accepted = new Promise<ScriptedServer>((resolve) => {
    listener.on('connection', (socket) => {
      sockets.push(socket);
      resolve(new ScriptedServer(socket));
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    listener.close();
    await once(listener, 'close');
  };
  return { port: (listener.address() as net.AddressInfo).port, accepted, stop };
}

/** A client's connection, seen from the server. */
export class ScriptedServer {
  readonly #came: JsonObject[] = [];
  readonly #buffer = new FrameBuffer();
  readonly #left: Promise<unknown>;
  #changed: () => void = () => undefined;
  #answersAll = false;

  constructor(private readonly socket: net.Socket) {
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => undefined);
    this.#left = Promise.race([once(socket, 'end'), once(socket, 'close')]);
    this.#left.catch(() => undefined);
  }

  /** Request number `at`, counted from 1. */
  async request(at: number): Promise<JsonObject> {
    return (await this.requests(at))[at - 1] as JsonObject;
  }

  /** The request with these params, which has arrived. */
  requestWith(params: Json): JsonObject {
    return this.#came.find((request) => request['params'] === params) ?? {};
  }

  /** All requests, once that many have arrived. */
  async requests(wanted: number): Promise<readonly JsonObject[]> {
    let isLate = false;
    void later(HANGS_MS).then(() => {
      isLate = true;
      this.#changed();
    });
    while (this.#came.length < wanted && !isLate)
      await new Promise<void>((resolve) => (this.#changed = resolve));
    if (this.#came.length >= wanted) return this.#came;
    const came = `${this.#came.length} in ${HANGS_MS} ms`;
    throw new CaseFailed({ expected: `${wanted} requests at the server`, came });
  }

  answerAll(): void {
    this.#answersAll = true;
  }

  send(answer: JsonObject): void {
    this.socket.write(frames(answer));
  }

  /**
   * Sends one piece. Resolves when the kernel has it, so that the next one is a separate
   * write.
   */
  async write(bytes: Uint8Array): Promise<void> {
    await new Promise((resolve) => this.socket.write(bytes, resolve));
  }

  end(): void {
    this.socket.end();
  }

  reset(): void {
    reset(this.socket);
  }

  async clientLeft(): Promise<void> {
    const left = await Promise.race([this.#left.then(() => true), later(HANGS_MS)]);
    if (left !== undefined) return;
    const came = `it is still open after ${HANGS_MS} ms`;
    throw new CaseFailed({ expected: 'the end of the connection', came });
  }

  #read(chunk: Buffer): void {
    this.#buffer.push(chunk);
    const length = this.#buffer.announced() ?? 0;
    if (length > MAX_FRAME_BYTES) {
      const came = `a length of ${length} bytes: ${show(this.#buffer.peek(12))}`;
      throw new CaseFailed({ expected: 'a frame with a request', came });
    }
    while (this.#buffer.hasFrame()) {
      const text = this.#buffer.takeFrame().toString();
      const request = parse(text);
      this.#came.push(request);
      if (this.#answersAll) this.send(pong(request));
    }
    this.#changed();
  }
}

function parse(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    const came = `a body that is not JSON: ${text.slice(0, 60)}`;
    throw new CaseFailed({ expected: 'a frame with a request', came });
  }
}

export function pong({ params = null, id = null }: JsonObject): JsonObject {
  return { out: 'pong', result: params, id };
}
