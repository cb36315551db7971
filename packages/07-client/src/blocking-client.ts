// The booklet's client: one call after the other, and the thread waits for each (chapter 07). Needs Linux.

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
    connect(this.#fd, address);
  }

  /**
   * @throws RpcError when the server ends the connection before its answer, or the answer
   * is none
   */
  call(method: string, params: Json): Response {
    const frame = encodeFrame(encodeBody({ in: method, params }));
    for (let sent = 0; sent < frame.length;) sent += send(this.#fd, frame.subarray(sent));
    for (;;) {
      const body = this.#decoder.next();
      if (body !== undefined) return parseResponse(decodeBody(body, DEFAULT_LIMITS));
      const count = recv(this.#fd, this.#room);
      if (count === 0) throw new RpcError('UNAVAILABLE', 'the server has ended the connection');
      this.#decoder.push(Buffer.from(this.#room.subarray(0, count)));
    }
  }

  close(): void {
    close(this.#fd);
  }
}
// #endregion blocking
