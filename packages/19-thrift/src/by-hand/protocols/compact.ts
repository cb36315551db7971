// Thrift's compact protocol by hand (thrift/doc/specs/thrift-compact-protocol.md):
// varints and zigzag, as in chapter 03, and the number of a field as the difference from
// the previous one.

import { decodeVarint32, decodeZigzag32, encodeVarint32, encodeZigzag32 } from '@bytes-up/codec';
import { Cursor } from './cursor';
import type { Feed, Grammar, Walk } from './pass-over';
import { ThriftError, Type, type Field, type Message } from './protocol';
import type { Reader, Writer } from './protocol';

const PROTOCOL_ID = 0x82;
const VERSION = 1;

/**
 * Types of the binary protocol and the compact one. The type of a bool is its value: 1,
 * 2.
 */
const COMPACT: Readonly<Record<number, number>> = {
  [Type.BOOL]: 1,
  [Type.BYTE]: 3,
  [Type.I16]: 4,
  [Type.I32]: 5,
  [Type.I64]: 6,
  [Type.DOUBLE]: 7,
  [Type.STRING]: 8,
  [Type.LIST]: 9,
  [Type.SET]: 10,
  [Type.MAP]: 11,
  [Type.STRUCT]: 12,
};
const PLAIN = new Map(Object.entries(COMPACT).map(([plain, compact]) => [compact, Number(plain)]));
const FALSE = 2;
/** In bytes. A bool field has none, because its type is its value. */
const WIDTHS: Readonly<Record<number, number>> = {
  [Type.BOOL]: 1,
  [Type.BYTE]: 1,
  [Type.DOUBLE]: 8,
};

// #region writer
export class CompactWriter implements Writer {
  readonly #parts: Buffer[] = [];
  /** The number of the last field in each open struct. */
  readonly #last: number[] = [];

  message({ name, type, seqid }: Message): void {
    this.#push(PROTOCOL_ID, (type << 5) | VERSION);
    this.#varint(seqid >>> 0);
    this.string(name);
  }

  structBegin(): void {
    this.#last.push(0);
  }

  field({ type, id }: Field): void {
    const delta = id - (this.#last.at(-1) ?? 0);
    this.#last[this.#last.length - 1] = id;
    const compact = COMPACT[type] ?? 0;
    if (delta > 0 && delta <= 15) this.#push((delta << 4) | compact);
    else {
      this.#push(compact);
      this.i32(id);
    }
  }

  structEnd(): void {
    this.#last.pop();
    this.#push(Type.STOP);
  }

  i32(value: number): void {
    this.#varint(encodeZigzag32(value));
  }

  double(value: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    this.#parts.push(bytes);
  }

  string(value: string): void {
    const bytes = Buffer.from(value);
    this.#varint(bytes.length);
    this.#parts.push(bytes);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #varint(value: number): void {
    this.#push(...encodeVarint32(value));
  }

  #push(...bytes: readonly number[]): void {
    this.#parts.push(Buffer.from(bytes));
  }
}
// #endregion writer

// #region reader
export class CompactReader implements Reader {
  readonly #cursor: Cursor;
  readonly #last: number[] = [];

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
    const [id = 0, head = 0] = this.#cursor.take(2);
    if (id !== PROTOCOL_ID || (head & 0x1f) !== VERSION) throw noMessage(id);
    return { type: head >> 5, seqid: this.#varint() | 0, name: this.string() };
  }

  structBegin(): void {
    this.#last.push(0);
  }

  field(): Field | undefined {
    const head = this.#cursor.byte();
    if (head === Type.STOP) return undefined;
    const type = PLAIN.get((head & 0xf) === FALSE ? 1 : head & 0xf);
    if (type === undefined) throw new ThriftError(this.offset - 1, 'a type', head & 0xf);
    const delta = head >> 4;
    const id = delta === 0 ? this.i32() : (this.#last.at(-1) ?? 0) + delta;
    this.#last[this.#last.length - 1] = id;
    return { type, id };
  }

  structEnd(): void {
    this.#last.pop();
  }

  i32(): number {
    return decodeZigzag32(this.#varint());
  }

  double(): number {
    return this.#cursor.take(8).readDoubleLE();
  }

  string(): string {
    return this.#cursor.take(this.#cursor.length(this.#varint(), this.maxBytes)).toString();
  }

  skip(type: number): void {
    this.#cursor.pass(COMPACT_GRAMMAR, type, this.maxBytes);
  }

  /** @throws ThriftError for one of more than 32 bits */
  #varint(): number {
    const begin = this.offset;
    const bytes = [this.#cursor.byte()];
    while ((bytes.at(-1) ?? 0) >= 0x80 && bytes.length < 5) bytes.push(this.#cursor.byte());
    try {
      return decodeVarint32(Uint8Array.from(bytes)).value;
    } catch {
      throw new ThriftError(begin, 'a varint of 32 bits', 'a longer one');
    }
  }
}
// #endregion reader

// #region grammar
/** How to skip a value without reading it. */
export const COMPACT_GRAMMAR: Grammar = {
  *head(feed) {
    const [id, head] = [yield* feed.byte(), yield* feed.byte()];
    if (id !== PROTOCOL_ID || (head & 0x1f) !== VERSION) throw noMessage(id);
    yield* varint(feed, 5); // the call's number
    yield* feed.skip(feed.possible(yield* varint(feed, 5))); // the name
  },
  *field(feed) {
    const head = feed.poll() ?? (yield* feed.byte());
    if (head === Type.STOP) return undefined;
    if (head >> 4 === 0) yield* varint(feed, 5); // a field number far from the last one
    return plainType(feed, head & 0xf);
  },
  width: (type, isField) => (type === Type.BOOL && isField ? 0 : WIDTHS[type]),
  *scalar(feed, type) {
    if (type !== Type.STRING) return void (yield* varint(feed, 10)); // up to 64 bits
    yield* feed.skip(feed.possible(yield* varint(feed, 5)));
  },
  *members(feed, type) {
    if (type !== Type.MAP) {
      const head = yield* feed.byte();
      const count = head >> 4 === 15 ? yield* varint(feed, 5) : head >> 4;
      return {
        count: feed.possible(count),
        types: count === 0 ? [] : [plainType(feed, head & 0xf)],
      };
    }
    const count = feed.possible(yield* varint(feed, 5));
    if (count === 0) return { count, types: [] };
    const types = yield* feed.byte();
    return { count, types: [plainType(feed, types >> 4), plainType(feed, types & 0xf)] };
  },
};
// #endregion grammar

function* varint(feed: Feed, maxBytes: 5 | 10): Walk<number> {
  let value = 0;
  for (let n = 0; n < maxBytes; n++) {
    const byte = feed.poll() ?? (yield* feed.byte());
    value += (byte & 0x7f) * 2 ** (7 * n);
    if (byte < 0x80 && (maxBytes === 10 || value < 2 ** 32)) return value;
  }
  throw new ThriftError(
    feed.offset,
    `a varint of ${maxBytes === 5 ? 32 : 64} bits`,
    'a longer one',
  );
}

function plainType(feed: Feed, compact: number): number {
  const type = PLAIN.get(compact === FALSE ? 1 : compact);
  if (type === undefined) throw new ThriftError(feed.offset, 'a type', compact);
  return type;
}

function noMessage(id: number): ThriftError {
  return new ThriftError(0, 'a message that begins with 82', `0x${id.toString(16)}`);
}
