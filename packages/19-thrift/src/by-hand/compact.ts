// Thrift's compact protocol by hand (thrift/doc/specs/thrift-compact-protocol.md): varints and zigzag, as in chapter 03, and a field's
// number as the difference to the one before.

import { decodeVarint32, decodeZigzag32, encodeVarint32, encodeZigzag32 } from '@bytes-up/codec';
import { Cursor } from './cursor';
import { MAX_DEPTH, ThriftError, Type, type Field, type Message } from './protocol';
import type { Reader, Writer } from './protocol';

const PROTOCOL_ID = 0x82;
const VERSION = 1;

/** The binary protocol's numbers of types, and the compact one's. A bool's value is its type: 1 is true, 2 false. */
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

// #region writer
export class CompactWriter implements Writer {
  readonly #parts: Buffer[] = [];
  /** The number of the last field, of each struct that is open. */
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
    if (id !== PROTOCOL_ID || (head & 0x1f) !== VERSION)
      throw new ThriftError(0, 'a message that begins with 82', `0x${id.toString(16)}`);
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

  skip(type: number, depth = 0): void {
    if (depth > MAX_DEPTH)
      throw new ThriftError(this.offset, `at most ${MAX_DEPTH} levels`, 'more');
    if (type === Type.BOOL) return; // as a field its value was its type
    if (type === Type.BYTE) this.#cursor.take(1);
    else if (type === Type.I16 || type === Type.I32 || type === Type.I64) this.#skipVarint();
    else if (type === Type.DOUBLE) this.#cursor.take(8);
    else if (type === Type.STRING) this.string();
    else if (type === Type.STRUCT) {
      this.structBegin();
      for (let f = this.field(); f !== undefined; f = this.field()) this.skip(f.type, depth + 1);
      this.structEnd();
    } else if (type === Type.MAP) this.#skipMap(depth);
    else this.#skipList(depth);
  }

  #skipList(depth: number): void {
    const head = this.#cursor.byte();
    const count = head >> 4 === 15 ? this.#varint() : head >> 4;
    this.#skipMany(count, [head & 0xf], depth);
  }

  #skipMap(depth: number): void {
    const count = this.#varint();
    if (count === 0) return;
    const types = this.#cursor.byte();
    this.#skipMany(count, [types >> 4, types & 0xf], depth);
  }

  #skipMany(count: number, compact: readonly number[], depth: number): void {
    this.#cursor.length(count, this.maxBytes);
    for (let n = 0; n < count; n++)
      for (const one of compact) {
        const type = PLAIN.get(one === FALSE ? 1 : one);
        if (type === undefined) throw new ThriftError(this.offset, 'a type', one);
        if (type === Type.BOOL)
          this.#cursor.take(1); // in a list it is a byte
        else this.skip(type, depth + 1);
      }
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

  #skipVarint(): void {
    for (let n = 0; n < 10; n++) if (this.#cursor.byte() < 0x80) return;
    throw new ThriftError(this.offset, 'a varint of at most 10 bytes', 'a longer one');
  }
}
// #endregion reader
