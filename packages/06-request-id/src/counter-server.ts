// A server that counts (chapter 06). If a call runs twice, the number is visibly wrong.

import { createServer, type Server } from 'node:net';
import { decodeBody, encodeBody, encodeFrame, errorFrame, FrameDecoder } from '@bytes-up/codec';
import { DEFAULT_LIMITS, pingAndPi, RpcError, type Json, type Service } from '@bytes-up/protocol';
import { KeyTable, type KeyTableLimits } from './key-table';
import { dispatchOnce } from './keyed-dispatch';

const TABLE: KeyTableLimits = { maxKeys: 10_000, maxBytes: 16 * 1024 * 1024, maxAgeMs: 600_000 };

export class CounterServer {
  /** The sum so far. Tests read it; clients cannot. */
  total = 0;
  readonly #table = new KeyTable(TABLE);
  readonly server: Server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    const decoder = new FrameDecoder(DEFAULT_LIMITS);
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.end());
    socket.on('data', (chunk) => {
      try {
        decoder.push(chunk);
        for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
          void this.#answer(body).then((frame) => frame && socket.writable && socket.write(frame));
        }
      } catch {
        socket.destroy(); // the boundary is lost
      }
    });
  });

  readonly #service: Service = {
    ...pingAndPi,
    add: {
      out: 'added',
      handle: (amount: Json) => {
        if (typeof amount !== 'number')
          throw new RpcError('INVALID_ARGUMENT', 'add takes a number');
        this.total += amount;
        return this.total;
      },
    },
    total: { out: 'total', handle: () => this.total },
  };

  /** The response frame for a body of any kind. Undefined for a one-way call. */
  async #answer(body: Buffer): Promise<Buffer | undefined> {
    try {
      const request = decodeBody(body, DEFAULT_LIMITS);
      const response = await dispatchOnce(this.#service, request, this.#table);
      return response && encodeFrame(encodeBody(response));
    } catch (error) {
      return errorFrame(RpcError.from(error, 'the body could not be read'));
    }
  }
}
