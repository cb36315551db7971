// The two transports by hand (chapter 19). Framed: four bytes of length, big-endian,
// before each message. Buffered: no length, so the reader must walk through a message to
// find its end.

import { ByteQueue } from '@bytes-up/byte-queue';
import type { ProtocolName, TransportName } from '../wire';
import { BINARY, BinaryReader, BinaryWriter } from './protocols/binary';
import { COMPACT_GRAMMAR, CompactReader, CompactWriter } from './protocols/compact';
import { JsonReader, JsonWriter, passJson } from './protocols/json';
import { MessageEnd, passMessage, type Feed, type Walk } from './protocols/pass-over';
import { ThriftError, Underrun, type Reader, type Writer } from './protocols/protocol';

const LENGTH_BYTES = 4;

interface Protocol {
  readonly writer: new () => Writer;
  readonly reader: new (bytes: Buffer, maxBytes: number) => Reader;
  /** Skips one message. */
  readonly walk: (feed: Feed) => Walk;
}

const BY_HAND: Readonly<Record<ProtocolName, Protocol>> = {
  binary: {
    writer: BinaryWriter,
    reader: BinaryReader,
    walk: (feed) => passMessage(feed, BINARY),
  },
  compact: {
    writer: CompactWriter,
    reader: CompactReader,
    walk: (feed) => passMessage(feed, COMPACT_GRAMMAR),
  },
  json: { writer: JsonWriter, reader: JsonReader, walk: passJson },
};

export function writerFor(protocol: ProtocolName): Writer {
  return new BY_HAND[protocol].writer();
}

export function readerFor(protocol: ProtocolName, bytes: Buffer, maxBytes: number): Reader {
  return new BY_HAND[protocol].reader(bytes, maxBytes);
}

export function envelope(message: Buffer, transport: TransportName): Buffer {
  if (transport === 'buffered') return message;
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeInt32BE(message.length);
  return Buffer.concat([length, message]);
}

// #region messages
/** Splits a stream into messages. */
export class MessageStream {
  readonly #queue = new ByteQueue();
  /** The length of the frame in progress, once it has arrived. */
  #length: number | undefined;
  /** Finds the end of the message in progress, if there are no frames. */
  #end: MessageEnd | undefined;

  constructor(
    private readonly protocol: ProtocolName,
    private readonly transport: TransportName,
    private readonly maxBytes: number,
  ) {}

  /**
   * @param read reads one message to its end
   * @throws ThriftError when the boundary is lost
   */
  push(chunk: Buffer, read: (reader: Reader) => void): void {
    if (this.transport === 'framed') this.#framed(chunk, read);
    else this.#buffered(chunk, read);
  }

  #framed(chunk: Buffer, read: (reader: Reader) => void): void {
    this.#queue.append(chunk);
    for (;;) {
      this.#length ??= this.#readLength();
      if (this.#length === undefined || this.#queue.length < this.#length) return;
      const bytes = this.#queue.take(this.#length);
      this.#length = undefined;
      this.#read(bytes, read);
    }
  }

  #readLength(): number | undefined {
    if (this.#queue.length < LENGTH_BYTES) return undefined;
    const length = this.#queue.take(LENGTH_BYTES).readInt32BE();
    if (length < 0 || length > this.maxBytes)
      throw new ThriftError(0, `a frame of at most ${this.maxBytes} bytes`, length);
    return length;
  }

  /** Finds the end first, continuing where it stopped. Then the message is read once. */
  #buffered(chunk: Buffer, read: (reader: Reader) => void): void {
    for (let at = 0; at < chunk.length;) {
      this.#end ??= new MessageEnd(BY_HAND[this.protocol].walk, this.maxBytes);
      const end = this.#end.find(chunk, at);
      this.#queue.append(chunk.subarray(at, end));
      if (end === undefined) return;
      at = end;
      this.#end = undefined;
      this.#read(this.#queue.take(this.#queue.length), read);
    }
  }

  #read(bytes: Buffer, read: (reader: Reader) => void): void {
    try {
      read(readerFor(this.protocol, bytes, this.maxBytes));
    } catch (error) {
      if (!(error instanceof Underrun)) throw error;
      throw new ThriftError(bytes.length, 'a whole message', 'its end'); // this was all
    }
  }
}
// #endregion messages
