// The function with RPC (chapter 01): its name, its params, and a length before them.
// This is a first version; chapter 03 has the real codec.

import { connect, createServer, type Server, type Socket } from 'node:net';
import { dispatch, pingAndPi, type Response } from '@bytes-up/protocol';

const LENGTH_BYTES = 4;
/** More than any body of this service needs. */
const MAX_BODY_BYTES = 64 * 1024;

// #region frame
/** A length of four bytes, little-endian, and the message as JSON. */
function frame(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

/**
 * Calls back for each message, however its bytes are cut. Too large a length closes it.
 */
function onMessage(socket: Socket, callback: (message: unknown) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]); // quadratic, but fine up to 64 KiB
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
  return createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    onMessage(socket, (message) => {
      void Promise.resolve(dispatch(pingAndPi, message)).then((response) => {
        if (response !== undefined && socket.writable) socket.write(frame(response));
      });
    });
  });
}
// #endregion server

// #region client
/** One connection, one call at a time. Chapter 07 does better. */
export class RpcClient {
  readonly #socket: Socket;
  #settle: { resolve: (response: Response) => void; reject: (error: Error) => void } | undefined;

  constructor(port: number) {
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => this.#settle?.reject(new Error('the connection has ended')));
    onMessage(this.#socket, (message) => this.#settle?.resolve(message as Response));
  }

  async pi(terms: number): Promise<number> {
    const response = await new Promise<Response>((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error('the connection has ended'));
      this.#settle = { resolve, reject };
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

/** Invalid JSON becomes null, which is not a valid request. */
function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
