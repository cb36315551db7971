// gRPC's own frame, inside HTTP/2's: a byte that says whether it is compressed, four bytes of length, big-endian, and the message
// (grpc/doc/PROTOCOL-HTTP2.md, "Length-Prefixed-Message"). It is not the DATA frame: a message may span many, and one may hold many.

import { RpcError } from '@bytes-up/protocol';

const PREFIX_BYTES = 5;

export function prefix(message: Uint8Array): Buffer {
  const framed = Buffer.alloc(PREFIX_BYTES + message.length);
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX_BYTES);
  return framed;
}

// #region reader
export class MessageReader {
  #pending: Buffer = Buffer.alloc(0);

  /** @param maxBytes a longer message is refused before it is there */
  constructor(private readonly maxBytes = 4 * 1024 * 1024) {}

  /** @returns the messages that are whole now @throws RpcError UNIMPLEMENTED, RESOURCE_EXHAUSTED */
  push(chunk: Uint8Array): Buffer[] {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const messages: Buffer[] = [];
    while (this.#pending.length >= PREFIX_BYTES) {
      if (this.#pending[0] !== 0)
        throw new RpcError('UNIMPLEMENTED', `compression ${this.#pending[0]} is not known here`);
      const length = this.#pending.readUInt32BE(1);
      if (length > this.maxBytes)
        throw new RpcError(
          'RESOURCE_EXHAUSTED',
          `a message of ${length} bytes, the most is ${this.maxBytes}`,
        );
      const end = PREFIX_BYTES + length;
      if (this.#pending.length < end) break;
      messages.push(this.#pending.subarray(PREFIX_BYTES, end));
      this.#pending = this.#pending.subarray(end);
    }
    return messages;
  }

  /** Bytes of a message that has not come to its end. */
  get unfinished(): number {
    return this.#pending.length;
  }
}
// #endregion reader
