// The two transports by hand. Framed: four bytes of length, big-endian, before each message. Buffered: nothing, so where a message ends
// one knows when one has read it.

import type { TransportName } from '../wire';
import { BinaryReader, BinaryWriter } from './binary';
import { CompactReader, CompactWriter } from './compact';
import { ThriftError, Underrun, type Reader, type Writer } from './protocol';

const LENGTH_BYTES = 4;

/** The protocols that are here by hand. */
export type HandMadeProtocol = 'binary' | 'compact';

export function writerFor(protocol: HandMadeProtocol): Writer {
  return protocol === 'binary' ? new BinaryWriter() : new CompactWriter();
}

export function envelope(message: Buffer, transport: TransportName): Buffer {
  if (transport === 'buffered') return message;
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeInt32BE(message.length);
  return Buffer.concat([length, message]);
}

// #region messages
/** Messages out of a stream. */
export class MessageStream {
  #pending: Buffer = Buffer.alloc(0);

  constructor(
    private readonly protocol: HandMadeProtocol,
    private readonly transport: TransportName,
    private readonly maxBytes: number,
  ) {}

  /** @param read reads one message to its end @throws ThriftError: where the next one begins, nobody knows any more */
  push(chunk: Buffer, read: (reader: Reader) => void): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length > 0) {
      const used = this.transport === 'framed' ? this.#framed(read) : this.#buffered(read);
      if (used === undefined) return;
      this.#pending = this.#pending.subarray(used);
    }
  }

  /** @returns the bytes of a whole frame; undefined when it is not there yet */
  #framed(read: (reader: Reader) => void): number | undefined {
    if (this.#pending.length < LENGTH_BYTES) return undefined;
    const length = this.#pending.readInt32BE();
    if (length < 0 || length > this.maxBytes)
      throw new ThriftError(0, `a frame of at most ${this.maxBytes} bytes`, length);
    const end = LENGTH_BYTES + length;
    if (this.#pending.length < end) return undefined;
    try {
      read(this.#reader(this.#pending.subarray(LENGTH_BYTES, end)));
    } catch (error) {
      // The frame says that this was all.
      throw error instanceof Underrun
        ? new ThriftError(length, 'a whole message', 'its end')
        : error;
    }
    return end;
  }

  /** It is tried: if the bytes end before the message does, it is tried again from its beginning when there are more. */
  #buffered(read: (reader: Reader) => void): number | undefined {
    const reader = this.#reader(this.#pending);
    try {
      read(reader);
      return reader.offset;
    } catch (error) {
      if (!(error instanceof Underrun)) throw error;
      if (this.#pending.length <= this.maxBytes) return undefined;
      throw new ThriftError(this.maxBytes, 'the end of a message', 'more of it');
    }
  }

  #reader(bytes: Buffer): Reader {
    return this.protocol === 'binary'
      ? new BinaryReader(bytes, this.maxBytes)
      : new CompactReader(bytes, this.maxBytes);
  }
}
// #endregion messages
