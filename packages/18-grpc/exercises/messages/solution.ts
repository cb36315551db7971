// Messages across DATA frames, solved. The chapter's reader keeps its chunks in a
// ByteQueue, which does what #take does here.

import { RpcError } from '@bytes-up/protocol';

const PREFIX_BYTES = 5;

export interface Message {
  /** It has to be decompressed. That is not part of this exercise. */
  readonly isCompressed: boolean;
  readonly bytes: Uint8Array;
}

/** Puts the five-byte prefix in front of a message. */
export function prefixed({ isCompressed, bytes }: Message): Uint8Array {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt8(isCompressed ? 1 : 0, 0);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

/** Finds the messages in the DATA frames of a stream. */
export class MessageReader {
  /** Joined once per message: joining at every DATA frame would be quadratic. */
  #chunks: Buffer[] = [];
  #length = 0;
  /** The prefix of the message in progress, once it has arrived. */
  #prefix: { readonly isCompressed: boolean; readonly length: number } | undefined;

  /** @param maxBytes a larger message is refused */
  constructor(private readonly maxBytes: number) {}

  /**
   * Takes the bytes of a DATA frame.
   * @returns the messages that are now complete
   * @throws RpcError INTERNAL, RESOURCE_EXHAUSTED
   */
  push(chunk: Uint8Array): Message[] {
    if (chunk.length > 0) this.#chunks.push(Buffer.from(chunk)); // a copy
    this.#length += chunk.length;
    const messages: Message[] = [];
    for (;;) {
      this.#prefix ??= this.#readPrefix();
      if (this.#prefix === undefined || this.#length < this.#prefix.length) return messages;
      const { isCompressed, length } = this.#prefix;
      messages.push({ isCompressed, bytes: this.#take(length) });
      this.#prefix = undefined;
    }
  }

  /**
   * The stream has ended.
   * @throws RpcError INTERNAL if it has ended inside a prefix or a message
   */
  end(): void {
    if (this.#length > 0 || this.#prefix !== undefined)
      throw new RpcError('INTERNAL', 'the stream ended inside a message');
  }

  /** @returns undefined while the prefix is incomplete */
  #readPrefix(): { isCompressed: boolean; length: number } | undefined {
    const flag = this.#chunks[0]?.[0];
    if (flag === undefined) return undefined;
    if (flag > 1) throw new RpcError('INTERNAL', `compressed flag ${flag} is neither 0 nor 1`);
    if (this.#length < PREFIX_BYTES) return undefined;
    const length = this.#take(PREFIX_BYTES).readUInt32BE(1);
    if (length > this.maxBytes)
      throw new RpcError('RESOURCE_EXHAUSTED', `message length ${length} exceeds ${this.maxBytes}`);
    return { isCompressed: flag === 1, length };
  }

  /** Takes the first bytes; the caller has checked that there are enough. */
  #take(length: number): Buffer {
    const [first = Buffer.alloc(0)] = this.#chunks;
    const joined = first.length >= length ? first : Buffer.concat(this.#chunks);
    const others = joined === first ? this.#chunks.slice(1) : [];
    const rest = joined.subarray(length);
    this.#chunks = rest.length > 0 ? [rest, ...others] : others;
    this.#length -= length;
    return joined.subarray(0, length);
  }
}
