// Optional at a first reading: the fast codec. Where a generated decoder is, and what it
// calls for all that is not worth generating (chapter 05).

import { isUtf8 } from 'node:buffer';
import type { ProtobufLimits } from '../wire/limits';
import { LEAVE } from './library';

/**
 * Characters that are decoded at once. Short strings are cut out of them: one keeps no
 * more than these alive.
 */
const WINDOW = 8 * 1024;
/** A string of more bytes is decoded by itself. */
const SHORT = 64;
const NONE = new Uint8Array(0);

/** Not looked up each time: see charCodeAt in output.ts. */
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its string
const { substring } = String.prototype;

export class Cursor {
  bytes: Uint8Array = NONE;
  /**
   * Where a generated function goes on after a call. Between calls it has the position in
   * a variable of its own.
   */
  at = 0;
  fieldsLeft = 0;
  maxDepth = 0;
  /**
   * The same bytes, for what only a DataView or a Buffer can. Made when they are needed:
   * short messages do without.
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

  /** Keeps nothing of the message alive. */
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
  /** The UTF-8 from here to `end`, which is within the bytes. */
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
    if (!isUtf8(this.bytes.subarray(start, end))) throw LEAVE;
    return this.buffer.toString('utf8', start, end);
  }
  // #endregion string

  // #region varint
  /** A key or a length: five bytes at most, and no more than 32 bits. */
  unsigned32(): number {
    const { bytes } = this;
    const start = this.at;
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 5; i++) {
      const byte = bytes[start + i];
      if (byte === undefined) throw LEAVE;
      value += (byte & 0x7f) * factor;
      factor *= 0x80;
      if (byte > 0x7f) continue;
      if (value > 0xffff_ffff) throw LEAVE;
      this.at = start + i + 1;
      return value;
    }
    throw LEAVE;
  }

  /** The low 32 bits of a varint, as an int32. */
  varint32(): number {
    const { bytes } = this;
    const start = this.at;
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = bytes[start + i];
      if (byte === undefined || (i === 9 && byte > 1)) throw LEAVE;
      if (i < 5) value |= (byte & 0x7f) << (7 * i);
      if (byte > 0x7f) continue;
      this.at = start + i + 1;
      return value;
    }
    throw LEAVE;
  }

  /** Whether a varint is another number than 0. */
  bool(): boolean {
    return this.uint64() !== 0n;
  }

  int64(): bigint {
    return BigInt.asIntN(64, this.uint64());
  }

  uint64(): bigint {
    const { bytes } = this;
    const start = this.at;
    // Up to 2^49 − 1 a number holds it: seven bytes.
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 7; i++) {
      const byte = bytes[start + i];
      if (byte === undefined) throw LEAVE;
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
      if (byte === undefined || (i === 2 && byte > 1)) throw LEAVE;
      high |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte > 0x7f) continue;
      this.at = start + i + 1;
      return (high << 49n) | BigInt(low);
    }
    throw LEAVE;
  }
  // #endregion varint

  /** A copy, as the message outlives the chunk. */
  copy(start: number, end: number): Uint8Array {
    return new Uint8Array(this.bytes.subarray(start, end));
  }

  // #region skip
  /**
   * Passes over the value behind a key. Groups are rare enough to be left.
   * @returns where it ends
   */
  skip(key: number, at: number, end: number): number {
    if (key >>> 3 === 0 || --this.fieldsLeft < 0) throw LEAVE;
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
        if (length > end - this.at) throw LEAVE;
        this.at += length;
        break;
      }
      case 5:
        this.at += 4;
        break;
      default:
        throw LEAVE;
    }
    if (this.at > end) throw LEAVE;
    return this.at;
  }
  // #endregion skip
}
