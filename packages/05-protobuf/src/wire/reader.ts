// Reads values from the wire one by one, and keeps track of the offset and the current
// field (chapter 05).

import { isUtf8 } from 'node:buffer';
import { type BytesError, decodeVarint32, decodeVarint64, type Decoded } from '@bytes-up/codec';
import { ProtobufError } from './protobuf-error';
import type { ProtobufLimits } from './limits';
import { WireType } from './wire';

/** State shared by all readers of one message. */
interface Shared {
  readonly bytes: Buffer;
  readonly limits: ProtobufLimits;
  /** How many more fields may be created. */
  fieldsLeft: number;
}

export class Reader {
  readonly #shared: Shared;
  readonly #end: number;
  readonly #outer: Reader | undefined;
  readonly #depth: number;
  #at: number;
  /** The field that is being read, and which of its values, for errors: `phones[2]`. */
  field = '';
  index: number | undefined;

  private constructor(shared: Shared, start: number, end: number, outer?: Reader) {
    this.#shared = shared;
    this.#at = start;
    this.#end = end;
    this.#outer = outer;
    this.#depth = outer === undefined ? 0 : outer.#depth + 1;
  }

  /** @throws ProtobufError RESOURCE_EXHAUSTED beyond maxMessageBytes */
  static over(bytes: Buffer, limits: ProtobufLimits): Reader {
    const reader = new Reader({ bytes, limits, fieldsLeft: limits.maxFields }, 0, bytes.length);
    const { maxMessageBytes } = limits;
    if (bytes.length <= maxMessageBytes) return reader;
    throw reader.#exhausted(
      `message of ${bytes.length} bytes exceeds the limit of ${maxMessageBytes}`,
    );
  }

  /** Bytes from the start of the outermost message. */
  get at(): number {
    return this.#at;
  }

  get isDone(): boolean {
    return this.#at >= this.#end;
  }

  /** The path of the current field: `person.phones[2]`. */
  get path(): string {
    const field = this.index === undefined ? this.field : `${this.field}[${this.index}]`;
    return [this.#outer?.path, field].filter(Boolean).join('.');
  }

  /** Counts fields against the limit before they are created. */
  countFields(count: number): void {
    this.#shared.fieldsLeft -= count;
    if (this.#shared.fieldsLeft >= 0) return;
    throw this.#exhausted(`more than ${this.#shared.limits.maxFields} fields`);
  }

  // #region values
  key(): { readonly number: number; readonly wireType: number } {
    const start = this.#at;
    const key = this.#varint32();
    const [number, wireType] = [key >>> 3, key & 7];
    if (number === 0) throw this.error('invalid field number 0', start);
    if (wireType > WireType.I32) throw this.error(`unknown wire type ${wireType}`, start);
    return { number, wireType };
  }

  varint(): bigint {
    const short = this.#shortVarint();
    return short === undefined ? this.#take(decodeVarint64) : BigInt(short);
  }

  /** The low 32 bits of a varint, as a signed number. */
  int32(): number {
    return this.#shortVarint() ?? Number(BigInt.asIntN(32, this.#take(decodeVarint64)));
  }

  /**
   * A length and that many bytes. The length is checked before any memory is allocated,
   * so a length of four billion is harmless.
   */
  lengthDelimited(): Buffer {
    return this.fixed(this.#varint32());
  }

  /** The same bytes, without consuming them. */
  peek(): Buffer {
    const start = this.#at;
    const bytes = this.lengthDelimited();
    this.#at = start;
    return bytes;
  }

  /** The next `count` bytes, as a view. */
  fixed(count: number): Buffer {
    this.#skipBytes(count);
    return this.#shared.bytes.subarray(this.#at - count, this.#at);
  }

  #skipBytes(count: number): void {
    const left = this.#end - this.#at;
    if (count > left) throw this.error(`expected ${count} bytes, but only ${left} left`);
    this.#at += count;
  }

  string(): string {
    const start = this.#at;
    const bytes = this.lengthDelimited();
    if (!isUtf8(bytes)) throw this.error('invalid UTF-8', start);
    return bytes.toString('utf8');
  }

  /** A reader for the length-delimited message at this position. */
  message(): Reader {
    this.#checkDepth();
    return this.packed();
  }

  /**
   * A reader for the packed numbers at this position: a length, then values without keys.
   */
  packed(): Reader {
    const length = this.#varint32();
    this.#skipBytes(length);
    return new Reader(this.#shared, this.#at - length, this.#at, this);
  }
  // #endregion values

  // #region skip
  /** Skips the value of an unknown field. Its wire type says where it ends. */
  skip(number: number, wireType: number, depth = this.#depth): void {
    switch (wireType) {
      case WireType.VARINT:
        this.varint();
        break;
      case WireType.I64:
        this.fixed(8);
        break;
      case WireType.I32:
        this.fixed(4);
        break;
      case WireType.LEN:
        this.lengthDelimited();
        break;
      case WireType.SGROUP:
        this.#skipGroup(number, depth + 1);
        break;
      default:
        throw this.error(`end of group ${number} without a start`);
    }
  }

  #skipGroup(group: number, depth: number): void {
    this.#checkDepth(depth);
    for (;;) {
      const { number, wireType } = this.key();
      if (wireType !== WireType.EGROUP) this.skip(number, wireType, depth);
      else if (number === group) return;
      else throw this.error(`expected the end of group ${group}, got the end of ${number}`);
    }
  }
  // #endregion skip

  /** A copy of the bytes from an offset up to the current position. */
  copyFrom(start: number): Buffer {
    return Buffer.from(this.#shared.bytes.subarray(start, this.#at));
  }

  error(message: string, offset = this.#at): ProtobufError {
    const { path } = this;
    return new ProtobufError('INVALID_ARGUMENT', message, {
      offset,
      path,
      bytes: this.#shared.bytes,
    });
  }

  #exhausted(message: string): ProtobufError {
    const { at: offset, path } = this;
    return new ProtobufError('RESOURCE_EXHAUSTED', message, { offset, path });
  }

  #checkDepth(depth = this.#depth + 1): void {
    const { maxDepth } = this.#shared.limits;
    if (depth > maxDepth) throw this.#exhausted(`nested deeper than ${maxDepth}`);
  }

  #varint32(): number {
    return this.#shortVarint() ?? this.#take(decodeVarint32);
  }

  /**
   * A varint of at most four bytes, as nearly all are. Undefined, and nothing is read,
   * for a longer one and for one that does not end.
   */
  #shortVarint(): number | undefined {
    const { bytes } = this.#shared;
    const end = Math.min(this.#end, this.#at + 4);
    let value = 0;
    for (let at = this.#at; at < end; at++) {
      const byte = bytes[at]!;
      value |= (byte & 0x7f) << (7 * (at - this.#at));
      if (byte > 0x7f) continue;
      this.#at = at + 1;
      return value;
    }
    return undefined;
  }

  /**
   * A varint by chapter 03's decoder, which must not read past the end of this message.
   */
  #take<T>(decode: (bytes: Uint8Array, offset: number) => Decoded<T>): T {
    try {
      const { value, nextOffset } = decode(this.#shared.bytes.subarray(0, this.#end), this.#at);
      this.#at = nextOffset;
      return value;
    } catch (error) {
      const { message, offset } = error as BytesError;
      throw this.error(message, offset);
    }
  }
}
