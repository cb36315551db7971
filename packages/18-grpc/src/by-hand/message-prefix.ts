// gRPC's own frame, inside HTTP/2's: a byte that says whether it is compressed, four bytes of length, big-endian, and the message
// (grpc/doc/PROTOCOL-HTTP2.md, "Length-Prefixed-Message"). It is not the DATA frame: a message may span many, and one may hold many.

import { ByteQueue } from '@bytes-up/byte-queue';
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
  /**
   * Joined once, when a message is whole: gluing each DATA frame to the last would be
   * quadratic.
   */
  readonly #queue = new ByteQueue();
  /** The length of the message in progress, once its prefix has come. */
  #length: number | undefined;

  /** @param maxBytes a longer message is refused before it is there */
  constructor(private readonly maxBytes = 4 * 1024 * 1024) {}

  /** @returns the messages that are whole now @throws RpcError UNIMPLEMENTED, RESOURCE_EXHAUSTED */
  push(chunk: Uint8Array): Buffer[] {
    this.#queue.append(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    const messages: Buffer[] = [];
    for (;;) {
      this.#length ??= this.#readPrefix();
      if (this.#length === undefined || this.#queue.length < this.#length) return messages;
      messages.push(this.#queue.take(this.#length));
      this.#length = undefined;
    }
  }

  /** @returns the length; undefined while the prefix is not whole */
  #readPrefix(): number | undefined {
    if (this.#queue.length === 0) return undefined;
    const compression = this.#queue.peek(1)[0];
    if (compression !== 0)
      throw new RpcError('UNIMPLEMENTED', `compression ${compression} is not known here`);
    if (this.#queue.length < PREFIX_BYTES) return undefined;
    const length = this.#queue.take(PREFIX_BYTES).readUInt32BE(1);
    if (length > this.maxBytes)
      throw new RpcError(
        'RESOURCE_EXHAUSTED',
        `a message of ${length} bytes, the most is ${this.maxBytes}`,
      );
    return length;
  }

  /** Bytes of a message that has not come to its end, with its prefix. */
  get unfinished(): number {
    return this.#queue.length + (this.#length === undefined ? 0 : PREFIX_BYTES);
  }
}
// #endregion reader
