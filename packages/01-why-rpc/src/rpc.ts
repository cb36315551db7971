// The function as an RPC service: each message has a name and params, and a length in
// front. This is a first look. Chapter 03 does it properly.

import { connect, createServer, type Server, type Socket } from 'node:net';
import { dispatch, pingAndPi, type Response } from '@bytes-up/protocol';

const LENGTH_BYTES = 4;
/** Larger than any body of this service. */
const MAX_BODY_BYTES = 64 * 1024;

// #region frame
/** A length of four bytes in little-endian order, followed by the message as JSON. */
function frame(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

/**
 * Calls back with each message, however its bytes are split into chunks. Closes the
 * connection if a length is too large.
 */
function onMessage(socket: Socket, callback: (message: unknown) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    // Naive: copying is quadratic, which is acceptable up to 64 KiB (see chapter 03).
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + bytes.readUInt32LE(0);
      if (end > LENGTH_BYTES + MAX_BODY_BYTES) return void socket.destroy();
      if (bytes.length < end) return;
      callback(parse(bytes.subarray(LENGTH_BYTES, end)));
      bytes = bytes.subarray(end);
    }
  });
}
// #endregion frame

// #region server
/** Serves `ping` and `pi`, the methods of every server of the course. */
export function createRpcServer(): Server {
  // noDelay: a small message is sent at once, without waiting for more (chapter 08)
  return createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    onMessage(socket, (message) => {
      void Promise.resolve(dispatch(pingAndPi, message)).then((response) => {
        // undefined if the client asked for no response
        if (response !== undefined && socket.writable) socket.write(frame(response));
      });
    });
  });
}
// #endregion server

// #region client
/** One connection with one call at a time. Chapter 07 builds a better client. */
export class RpcClient {
  readonly #socket: Socket;
  #pending: { resolve: (response: Response) => void; reject: (error: Error) => void } | undefined;

  constructor(port: number) {
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => this.#pending?.reject(new Error('connection closed')));
    onMessage(this.#socket, (message) => this.#pending?.resolve(message as Response));
  }

  async pi(terms: number): Promise<number> {
    const response = await new Promise<Response>((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error('connection closed'));
      this.#pending = { resolve, reject };
      this.#socket.write(frame({ in: 'pi', params: terms }));
    });
    if (response.out === 'error') throw new Error(JSON.stringify(response.result));
    return response.result as number;
  }

  close(): void {
    this.#socket.destroy();
  }
}
// #endregion client

/** Returns null for invalid JSON, which no service accepts as a request. */
function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
