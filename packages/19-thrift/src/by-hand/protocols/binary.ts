// Thrift's binary protocol by hand (thrift/doc/specs/thrift-binary-protocol.md): numbers
// have their full width, big-endian.

import { Cursor } from './cursor';
import type { Grammar } from './pass-over';
import { ThriftError, Type, type Field, type Message } from './protocol';
import type { Reader, Writer } from './protocol';

/** The first two bytes of a message: "strict, version 1". */
const VERSION = 0x8001;

// #region writer
export class BinaryWriter implements Writer {
  readonly #parts: Buffer[] = [];

  message({ name, type, seqid }: Message): void {
    this.#push(4, (b) => b.writeUInt32BE(((VERSION << 16) | type) >>> 0));
    this.string(name);
    this.i32(seqid);
  }

  structBegin(): void {}

  field({ type, id }: Field): void {
    this.#push(3, (b) => b.writeInt16BE(id, b.writeUInt8(type)));
  }

  structEnd(): void {
    this.#push(1, (b) => b.writeUInt8(Type.STOP));
  }

  i32(value: number): void {
    this.#push(4, (b) => b.writeInt32BE(value));
  }

  double(value: number): void {
    this.#push(8, (b) => b.writeDoubleBE(value));
  }

  string(value: string): void {
    const bytes = Buffer.from(value);
    this.i32(bytes.length);
    this.#parts.push(bytes);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #push(length: number, write: (part: Buffer) => void): void {
    const part = Buffer.alloc(length);
    write(part);
    this.#parts.push(part);
  }
}
// #endregion writer

// #region reader
export class BinaryReader implements Reader {
  readonly #cursor: Cursor;

  constructor(
    bytes: Buffer,
    private readonly maxBytes: number,
  ) {
    this.#cursor = new Cursor(bytes);
  }

  get offset(): number {
    return this.#cursor.offset;
  }

  message(): Message {
    const head = this.#cursor.take(4).readUInt32BE();
    if (head >>> 16 !== VERSION) throw noMessage(head);
    return { type: head & 0xff, name: this.string(), seqid: this.i32() };
  }

  structBegin(): void {}

  field(): Field | undefined {
    const type = this.#cursor.byte();
    return type === Type.STOP ? undefined : { type, id: this.#cursor.take(2).readInt16BE() };
  }

  structEnd(): void {}

  i32(): number {
    return this.#cursor.take(4).readInt32BE();
  }

  double(): number {
    return this.#cursor.take(8).readDoubleBE();
  }

  string(): string {
    return this.#cursor.take(this.#cursor.length(this.i32(), this.maxBytes)).toString();
  }

  skip(type: number): void {
    this.#cursor.pass(BINARY, type, this.maxBytes);
  }
}
// #endregion reader

const WIDTHS: Readonly<Record<number, number>> = {
  [Type.BOOL]: 1,
  [Type.BYTE]: 1,
  [Type.I16]: 2,
  [Type.I32]: 4,
  [Type.I64]: 8,
  [Type.DOUBLE]: 8,
};

// #region grammar
/** How to skip a value without reading it. */
export const BINARY: Grammar = {
  *head(feed) {
    const head = yield* feed.int32();
    if (head >>> 16 !== VERSION) throw noMessage(head >>> 0);
    yield* feed.skip(feed.possible(yield* feed.int32())); // the name
    yield* feed.skip(4); // the call's number
  },
  *field(feed) {
    const type = feed.poll() ?? (yield* feed.byte());
    if (type === Type.STOP) return undefined;
    yield* feed.skip(2); // the field's number
    return type;
  },
  width: (type) => WIDTHS[type],
  *scalar(feed, type) {
    if (type !== Type.STRING) throw new ThriftError(feed.offset, 'a type', type);
    yield* feed.skip(feed.possible(yield* feed.int32()));
  },
  *members(feed, type) {
    const types = [yield* feed.byte()];
    if (type === Type.MAP) types.push(yield* feed.byte());
    return { types, count: feed.possible(yield* feed.int32()) };
  },
};
// #endregion grammar

function noMessage(head: number): ThriftError {
  return new ThriftError(0, 'a message that begins with 80 01', `0x${head.toString(16)}`);
}
