// Optional at a first reading: the fast codec. The buffer that generated encoders write
// to, and the functions they call for anything too long to generate inline (chapter 05).

import type { ProtobufLimits } from '../wire/limits';
import { scalarCodecs } from '../wire/scalars';
import { FALLBACK, varintBytes } from './library';

/**
 * The size of a slab, which holds many messages. A message is returned as a view of the
 * slab, without a copy.
 */
const SLAB_BYTES = 64 * 1024;
/** Allocate a new slab when less than this is left. */
const LEAST_BYTES = 1024;
/** Strings up to this length are written character by character. */
const SHORT = 32;

/**
 * The method itself. If any library extends the class String, V8 looks up
 * `text.charCodeAt` at each call, which is four times as slow. A Redis client does that.
 */
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its string
const { charCodeAt } = String.prototype;

export class Output {
  bytes: Buffer = Buffer.alloc(0);
  view = new DataView(this.bytes.buffer, 0, 0);
  maxDepth = 0;
  /**
   * Where the next message begins. The bytes before it belong to messages already
   * returned.
   */
  #start = 0;
  #isBusy = false;

  /**
   * @returns where to write the next message. Falls back if a getter of a message encodes
   * another message with this codec.
   */
  begin({ maxDepth }: ProtobufLimits): number {
    if (this.#isBusy) throw FALLBACK;
    this.#isBusy = true;
    this.maxDepth = maxDepth;
    if (this.bytes.length - this.#start < LEAST_BYTES) this.#use(Buffer.alloc(SLAB_BYTES), 0);
    return this.#start;
  }

  /** Returns the message written so far, up to `end`. */
  take(end: number): Uint8Array {
    const { buffer, byteOffset } = this.bytes;
    const message = new Uint8Array(buffer, byteOffset + this.#start, end - this.#start);
    this.#start = end;
    return message;
  }

  /** Must follow every `begin`. Drops a slab that had to grow. */
  end(): void {
    this.#isBusy = false;
    if (this.bytes.length > SLAB_BYTES) this.#use(Buffer.alloc(0), 0);
  }

  /** Grows the buffer to at least `end` bytes. Positions stay valid. */
  grow(end: number): Buffer {
    const larger = Buffer.alloc(Math.max(2 * this.bytes.length, end));
    this.bytes.copy(larger, this.#start, this.#start);
    this.#use(larger, this.#start);
    return larger;
  }

  #use(bytes: Buffer, start: number): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#start = start;
  }

  // #region length
  /**
   * Writes the length prefix at `start` if it needs more than the one byte that was
   * reserved, and moves the content.
   * @returns the new end
   */
  lengthAt(start: number, end: number): number {
    const length = end - start - 1;
    const more = varintBytes(length) - 1;
    if (end + more > this.bytes.length) this.grow(end + more);
    this.bytes.copyWithin(start + 1 + more, start + 1, end);
    this.varint(length, start);
    return end + more;
  }
  // #endregion length

  /** @param value at most 2^32 − 1. @returns the position after it */
  varint(value: number, at: number): number {
    const { bytes } = this;
    let rest = value;
    let p = at;
    while (rest > 0x7f) {
      bytes[p++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[p++] = rest;
    return p;
  }

  // #region string
  string(text: string, at: number): number {
    const { length } = text;
    const lengthBytes = varintBytes(length);
    const most = at + lengthBytes + 1 + 3 * length;
    const bytes = most > this.bytes.length ? this.grow(most) : this.bytes;
    if (length > SHORT) return this.#long(text, at, lengthBytes);
    let p = at;
    bytes[p++] = length;
    for (let i = 0; i < length; i++) {
      const unit = charCodeAt.call(text, i);
      if (unit > 0x7f) return this.#long(text, at, lengthBytes);
      bytes[p++] = unit;
    }
    return p;
  }

  /**
   * UTF-8 can be longer than the string. If its length then needs more bytes, the content
   * is moved.
   */
  #long(text: string, at: number, lengthBytes: number): number {
    const count = this.bytes.write(text, at + lengthBytes, 'utf8');
    if (count !== text.length && !scalarCodecs.string.fits(text)) throw FALLBACK;
    const needed = varintBytes(count);
    if (needed > lengthBytes) {
      this.bytes.copyWithin(at + needed, at + lengthBytes, at + lengthBytes + count);
    }
    return this.varint(count, at) + count;
  }
  // #endregion string

  blob(blob: Uint8Array, at: number): number {
    const end = at + varintBytes(blob.length) + blob.length;
    if (end > this.bytes.length) this.grow(end);
    this.bytes.set(blob, this.varint(blob.length, at));
    return end;
  }

  // #region integers
  /** A negative int32 is sign-extended to 64 bits, so it takes ten bytes. */
  negative(value: number, at: number): number {
    return this.#halves(value >>> 0, 0xffff_ffff, at);
  }

  int64(value: unknown, at: number): number {
    if (!isInt64(value)) throw FALLBACK;
    return this.#wide(BigInt.asUintN(64, value), at);
  }

  uint64(value: unknown, at: number): number {
    if (!isUint64(value)) throw FALLBACK;
    return this.#wide(value, at);
  }

  sint64(value: unknown, at: number): number {
    if (!isInt64(value)) throw FALLBACK;
    return this.#wide(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)), at);
  }

  #wide(value: bigint, at: number): number {
    if (value <= 0x7fff_ffffn) return this.varint(Number(value), at);
    return this.#halves(Number(value & 0xffff_ffffn), Number(value >> 32n), at);
  }

  #halves(low: number, high: number, at: number): number {
    const { bytes } = this;
    let p = at;
    while (high > 0 || low > 0x7f) {
      bytes[p++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    bytes[p++] = low;
    return p;
  }
  // #endregion integers

  /** Writes back unknown fields unchanged. */
  unknown(fields: unknown, at: number): number {
    if (!Array.isArray(fields)) throw FALLBACK;
    let p = at;
    for (const field of fields as unknown[]) {
      if (!(field instanceof Uint8Array)) throw FALLBACK;
      if (p + field.length > this.bytes.length) this.grow(p + field.length);
      this.bytes.set(field, p);
      p += field.length;
    }
    return p;
  }
}

export const isInt64 = (value: unknown): value is bigint =>
  typeof value === 'bigint' && BigInt.asIntN(64, value) === value;

export const isUint64 = (value: unknown): value is bigint =>
  typeof value === 'bigint' && BigInt.asUintN(64, value) === value;
