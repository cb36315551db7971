// Implicit structure: the bytes hold only values, without names or types, in an order
// that both sides know (chapter 03). This is the smallest encoding, but it cannot detect
// that the two sides disagree.

import { isUtf8 } from 'node:buffer';
import { asBuffer } from '../frame/as-buffer';
import { BytesError } from '../explain/bytes-error';
import { decodeVarint32, encodeVarint32 } from './varint';
import { decodeZigzag32, encodeZigzag32 } from './zigzag';

// #region schema
/**
 * u8, u32: fixed, little-endian. f64: 8 bytes, IEEE 754. uint: varint. sint: zigzag
 * varint. bool: one byte. string: byte count as a varint, then UTF-8.
 */
export type FieldType = 'u8' | 'u32' | 'f64' | 'uint' | 'sint' | 'bool' | 'string';

/** The names and types that both sides know, in order. It is never sent. */
export type Schema = readonly (readonly [name: string, type: FieldType])[];

export type PositionalValue = number | boolean | string;
export type PositionalRecord = Readonly<Record<string, PositionalValue>>;
// #endregion schema

// #region encode
/** @throws TypeError or RangeError when a value does not fit its type. */
export function encodePositional(schema: Schema, record: PositionalRecord): Buffer {
  return Buffer.concat(schema.map(([name, type]) => encodeValue(name, type, record[name])));
}
// #endregion encode

/**
 * Reads a record that was written with the same schema.
 * @throws BytesError INVALID_ARGUMENT, with the offset, when bytes are missing, left
 * over, or invalid.
 */
// #region decode
export function decodePositional(schema: Schema, bytes: Uint8Array): PositionalRecord {
  const reader = new Reader(bytes);
  const fields = schema.map(([name, type]) => [name, reader.value(name, type)] as const);
  reader.end();
  return Object.fromEntries(fields);
}
// #endregion decode

function encodeValue(
  name: string,
  type: FieldType,
  value: PositionalValue | undefined,
): Uint8Array {
  const wanted = type === 'string' ? 'string' : type === 'bool' ? 'boolean' : 'number';
  if (typeof value !== wanted)
    throw new TypeError(`"${name}" must be a ${wanted}, got ${typeof value}`);
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([encodeVarint32(text.length), text]);
  }
  const number = Number(value);
  const fixed = Buffer.alloc(8);
  switch (type) {
    case 'u8':
      return fixed.subarray(0, fixed.writeUInt8(whole(name, number)));
    case 'u32':
      return fixed.subarray(0, fixed.writeUInt32LE(whole(name, number)));
    case 'f64':
      return fixed.subarray(0, fixed.writeDoubleLE(number));
    case 'uint':
      return encodeVarint32(number);
    case 'sint':
      return encodeVarint32(encodeZigzag32(number));
    case 'bool':
      return Uint8Array.of(number);
    case 'string':
      throw new TypeError(`"${name}" must be a string`);
  }
}

/** writeUInt8 would silently truncate 1.5 to 1. */
function whole(name: string, value: number): number {
  if (!Number.isInteger(value)) throw new RangeError(`"${name}" must be an integer, got ${value}`);
  return value;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = asBuffer(bytes);
  }

  value(name: string, type: FieldType): PositionalValue {
    switch (type) {
      case 'u8':
        return this.#take(name, 1).readUInt8();
      case 'u32':
        return this.#take(name, 4).readUInt32LE();
      case 'f64':
        return this.#take(name, 8).readDoubleLE();
      case 'uint':
        return this.#varint();
      case 'sint':
        return decodeZigzag32(this.#varint());
      case 'bool':
        return this.#bool(name);
      case 'string':
        return this.#string(name);
    }
  }

  end(): void {
    const left = this.#bytes.length - this.#at;
    if (left > 0) throw this.#error(`${left} bytes are left after the last field`, this.#at);
  }

  #varint(): number {
    const { value, nextOffset } = decodeVarint32(this.#bytes, this.#at);
    this.#at = nextOffset;
    return value;
  }

  #bool(name: string): boolean {
    const byte = this.#take(name, 1).readUInt8();
    if (byte > 1) throw this.#error(`"${name}" is neither 0 nor 1 but ${byte}`, this.#at - 1);
    return byte === 1;
  }

  #string(name: string): string {
    const text = this.#take(name, this.#varint());
    if (!isUtf8(text)) throw this.#error(`"${name}" is not UTF-8`, this.#at - text.length);
    return text.toString('utf8');
  }

  /** Checks the length before it allocates: a length of four billion is harmless. */
  #take(name: string, count: number): Buffer {
    const left = this.#bytes.length - this.#at;
    if (count > left) {
      throw this.#error(`"${name}" needs ${count} bytes, ${left} are left`, this.#at);
    }
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  #error(message: string, offset: number): BytesError {
    const options = { offset, bytes: this.#bytes };
    return new BytesError('INVALID_ARGUMENT', `${message}, at byte ${offset}`, options);
  }
}
