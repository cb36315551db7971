// gRPC's own frame, inside HTTP/2's: a byte that says whether it is compressed, four bytes of length, big-endian, and the message
// (grpc/doc/PROTOCOL-HTTP2.md, "Length-Prefixed-Message"). It is not the DATA frame: a message may span many, and one may hold many.

import { ByteQueue } from '@bytes-up/byte-queue';
import { GrpcError } from '../ending/grpc-error';

const PREFIX_BYTES = 5;

export interface Message {
  /** The bytes are compressed: with what, the header `grpc-encoding` says. */
  readonly isCompressed: boolean;
  readonly bytes: Buffer;
}

export function prefix(message: Uint8Array, isCompressed = false): Buffer {
  const framed = Buffer.alloc(PREFIX_BYTES + message.length);
  framed.writeUInt8(isCompressed ? 1 : 0, 0);
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
  /** The prefix of the message in progress, once it has come. */
  #prefix: { readonly isCompressed: boolean; readonly length: number } | undefined;

  /** @param maxBytes a longer message is refused before it is there */
  constructor(private readonly maxBytes = 4 * 1024 * 1024) {}

  /**
   * @returns the messages that are whole now
   * @throws GrpcError INTERNAL, RESOURCE_EXHAUSTED
   */
  push(chunk: Uint8Array): Message[] {
    this.#queue.append(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    const messages: Message[] = [];
    for (;;) {
      this.#prefix ??= this.#readPrefix();
      if (this.#prefix === undefined || this.#queue.length < this.#prefix.length) return messages;
      const { isCompressed, length } = this.#prefix;
      messages.push({ isCompressed, bytes: this.#queue.take(length) });
      this.#prefix = undefined;
    }
  }

  /** @returns undefined while the prefix is not whole */
  #readPrefix(): { isCompressed: boolean; length: number } | undefined {
    if (this.#queue.length === 0) return undefined;
    const flag = this.#queue.peek(1)[0];
    if (flag !== 0 && flag !== 1)
      throw new GrpcError('INTERNAL', `compressed flag ${flag} is neither 0 nor 1`);
    if (this.#queue.length < PREFIX_BYTES) return undefined;
    const length = this.#queue.take(PREFIX_BYTES).readUInt32BE(1);
    if (length > this.maxBytes)
      throw new GrpcError(
        'RESOURCE_EXHAUSTED',
        `a message of ${length} bytes, the most is ${this.maxBytes}`,
      );
    return { isCompressed: flag === 1, length };
  }

  /** Bytes of a message that has not come to its end, with its prefix. */
  get unfinished(): number {
    return this.#queue.length + (this.#prefix === undefined ? 0 : PREFIX_BYTES);
  }
}
// #endregion reader
