// The booklet's client (chapter 07): one call at a time, and the thread blocks for each.
// It needs Linux.

import { close, connect, recv, send, socket, type SocketAddress } from '@bytes-up/posix';
import { decodeBody, encodeBody, encodeFrame, FrameDecoder } from '@bytes-up/codec';
import { DEFAULT_LIMITS, parseResponse, RpcError } from '@bytes-up/protocol';
import type { Json, Response } from '@bytes-up/protocol';

// #region blocking
export class BlockingClient {
  readonly #fd = socket();
  readonly #decoder = new FrameDecoder(DEFAULT_LIMITS);
  readonly #room = Buffer.alloc(64 * 1024);

  constructor(address: SocketAddress) {
    try {
      connect(this.#fd, address);
    } catch (error) {
      close(this.#fd); // the caller gets no client that it could close
      throw error;
    }
  }

  /** @throws RpcError when the connection closes first, or for an invalid response */
  call(method: string, params: Json): Response {
    const frame = encodeFrame(encodeBody({ in: method, params }));
    for (let sent = 0; sent < frame.length;) sent += send(this.#fd, frame.subarray(sent));
    for (;;) {
      const body = this.#decoder.next();
      if (body !== undefined) return parseResponse(decodeBody(body, DEFAULT_LIMITS));
      const count = recv(this.#fd, this.#room);
      if (count === 0) throw new RpcError('UNAVAILABLE', 'connection closed by the server');
      // a copy, because the decoder keeps it and the next recv overwrites #room
      this.#decoder.push(Buffer.from(this.#room.subarray(0, count)));
    }
  }

  close(): void {
    close(this.#fd);
  }
}
// #endregion blocking
