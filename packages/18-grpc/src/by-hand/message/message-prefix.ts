// gRPC's own frame inside HTTP/2 (grpc/doc/PROTOCOL-HTTP2.md, "Length-Prefixed-Message"):
// one byte for compression, four bytes of length in big-endian, and the message. It is
// not the DATA frame: a message may span many of those, and one of those may hold many
// messages.

import { ByteQueue } from '@bytes-up/byte-queue';
import { GrpcError } from '../ending/grpc-error';

const PREFIX_BYTES = 5;

export interface Message {
  /** The bytes are compressed, with the algorithm in the header `grpc-encoding`. */
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
  /** Joined once per message: joining at every DATA frame would be quadratic. */
  readonly #queue = new ByteQueue();
  /** The prefix of the message in progress, once it has arrived. */
  #prefix: { readonly isCompressed: boolean; readonly length: number } | undefined;

  /** @param maxBytes a longer message is rejected before it arrives */
  constructor(private readonly maxBytes = 4 * 1024 * 1024) {}

  /**
   * @returns the messages that are complete now
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

  /** @returns undefined while the prefix is incomplete */
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
        `message length ${length} exceeds ${this.maxBytes}`,
      );
    return { isCompressed: flag === 1, length };
  }

  /** Bytes of an incomplete message, including its prefix. */
  get unfinished(): number {
    return this.#queue.length + (this.#prefix === undefined ? 0 : PREFIX_BYTES);
  }
}
// #endregion reader
