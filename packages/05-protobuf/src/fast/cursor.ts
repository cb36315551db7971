// Optional at a first reading: the fast codec. A generated decoder's position, and the
// functions it calls for anything too long to generate inline (chapter 05).

import { isUtf8 } from 'node:buffer';
import type { ProtobufLimits } from '../wire/limits';
import { FALLBACK } from './library';

/**
 * How many bytes to decode at once. Short strings are substrings of this window, so each
 * keeps no more than the window alive.
 */
const WINDOW = 8 * 1024;
/** A string with more bytes than this is decoded on its own. */
const SHORT = 64;
const NONE = new Uint8Array(0);

/** Looked up once, for the reason given at charCodeAt in output.ts. */
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its string
const { substring } = String.prototype;

export class Cursor {
  bytes: Uint8Array = NONE;
  /**
   * The position, passed between a generated function and what it calls. In between, the
   * function keeps it in a local variable.
   */
  at = 0;
  fieldsLeft = 0;
  maxDepth = 0;
  /**
   * The same bytes as a DataView and as a Buffer. Created only when needed, because short
   * messages can do without.
   */
  #view: DataView | undefined;
  #buffer: Buffer | undefined;
  #window = '';
  #windowStart = 0;
  #windowEnd = 0;

  begin(bytes: Uint8Array, { maxFields, maxDepth }: ProtobufLimits): void {
    this.bytes = bytes;
    this.at = 0;
    this.fieldsLeft = maxFields;
    this.maxDepth = maxDepth;
    this.#windowEnd = 0;
  }

  /** Drops all references to the message. */
  end(): void {
    this.bytes = NONE;
    if (this.#view !== undefined) this.#view = undefined;
    if (this.#buffer !== undefined) {
      this.#buffer = undefined;
      this.#window = '';
    }
  }

  get view(): DataView {
    return this.#view ?? this.#makeView();
  }

  #makeView(): DataView {
    const { buffer, byteOffset, length } = this.bytes;
    return (this.#view = new DataView(buffer, byteOffset, length));
  }

  get buffer(): Buffer {
    const { buffer, byteOffset, length } = this.bytes;
    return (this.#buffer ??= Buffer.from(buffer, byteOffset, length));
  }

  // #region string
  /** The UTF-8 string from `start` to `end`, which must be within the bytes. */
  string(start: number, end: number): string {
    const { bytes } = this;
    if (end - start > SHORT) return this.#long(start, end);
    let bits = 0;
    for (let i = start; i < end; i++) bits |= bytes[i] as number;
    if (bits > 0x7f) return this.#long(start, end);
    if (end > this.#windowEnd) {
      this.#windowStart = start;
      this.#windowEnd = Math.min(start + WINDOW, bytes.length);
      this.#window = this.buffer.toString('latin1', start, this.#windowEnd);
    }
    return substring.call(this.#window, start - this.#windowStart, end - this.#windowStart);
  }

  #long(start: number, end: number): string {
    if (!isUtf8(this.bytes.subarray(start, end))) throw FALLBACK;
    return this.buffer.toString('utf8', start, end);
  }
  // #endregion string

  // #region varint
  /** A key or a length: at most five bytes and 32 bits. */
  unsigned32(): number {
    const { bytes } = this;
    const start = this.at;
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 5; i++) {
      const byte = bytes[start + i];
      if (byte === undefined) throw FALLBACK;
      value += (byte & 0x7f) * factor;
      factor *= 0x80;
      if (byte > 0x7f) continue;
      if (value > 0xffff_ffff) throw FALLBACK;
      this.at = start + i + 1;
      return value;
    }
    throw FALLBACK;
  }

  /** The low 32 bits of a varint, as an int32. */
  varint32(): number {
    const { bytes } = this;
    const start = this.at;
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = bytes[start + i];
      if (byte === undefined || (i === 9 && byte > 1)) throw FALLBACK;
      if (i < 5) value |= (byte & 0x7f) << (7 * i);
      if (byte > 0x7f) continue;
      this.at = start + i + 1;
      return value;
    }
    throw FALLBACK;
  }

  /** True unless the varint is 0. */
  bool(): boolean {
    return this.uint64() !== 0n;
  }

  int64(): bigint {
    return BigInt.asIntN(64, this.uint64());
  }

  uint64(): bigint {
    const { bytes } = this;
    const start = this.at;
    // Seven bytes hold 49 bits, which fit into a number.
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 7; i++) {
      const byte = bytes[start + i];
      if (byte === undefined) throw FALLBACK;
      value += (byte & 0x7f) * factor;
      factor *= 0x80;
      if (byte > 0x7f) continue;
      this.at = start + i + 1;
      return BigInt(value);
    }
    return this.#wide(value, start + 7);
  }

  /** @param low the first 49 bits */
  #wide(low: number, start: number): bigint {
    const { bytes } = this;
    let high = 0n;
    for (let i = 0; i < 3; i++) {
      const byte = bytes[start + i];
      if (byte === undefined || (i === 2 && byte > 1)) throw FALLBACK;
      high |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte > 0x7f) continue;
      this.at = start + i + 1;
      return (high << 49n) | BigInt(low);
    }
    throw FALLBACK;
  }
  // #endregion varint

  /** A copy, because the message outlives the chunk. */
  copy(start: number, end: number): Uint8Array {
    return new Uint8Array(this.bytes.subarray(start, end));
  }

  // #region skip
  /**
   * Skips the value after a key. Groups are rare, so they fall back to the plain codec.
   * @returns where the value ends
   */
  skip(key: number, at: number, end: number): number {
    if (key >>> 3 === 0 || --this.fieldsLeft < 0) throw FALLBACK;
    this.at = at;
    switch (key & 7) {
      case 0:
        this.varint32();
        break;
      case 1:
        this.at += 8;
        break;
      case 2: {
        const length = this.unsigned32();
        if (length > end - this.at) throw FALLBACK;
        this.at += length;
        break;
      }
      case 5:
        this.at += 4;
        break;
      default:
        throw FALLBACK;
    }
    if (this.at > end) throw FALLBACK;
    return this.at;
  }
  // #endregion skip
}
