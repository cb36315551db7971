// Varints (LEB128): an unsigned number in as few bytes as it needs, seven bits in each,
// the low bits first (chapter 03). The top bit of a byte is the continuation bit: it says
// that another byte follows. Chapter 05's protobuf uses them.

import { BytesError } from '../explain/bytes-error';

/** The maximum size of a 64-bit varint: 64 / 7, rounded up. */
const MAX_VARINT64_BYTES = 10;
/** The maximum size of a 32-bit varint. */
const MAX_VARINT32_BYTES = 5;
const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;
const MAX_UINT32 = 0xffff_ffff;

/** A decoded number and the offset after it. */
export interface Decoded<T> {
  readonly value: T;
  readonly nextOffset: number;
}

// #region encode32
/**
 * @param value an integer from 0 to 2^32 − 1.
 * @throws RangeError for any other.
 */
export function encodeVarint32(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > MAX_UINT32) {
    throw new RangeError(`a 32-bit varint holds 0 to 4294967295, not ${value}`);
  }
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80); // seven bits and the continuation bit
    rest >>>= 7;
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
// #endregion encode32

/**
 * @param value an integer from 0 to 2^64 − 1.
 * @throws RangeError for any other.
 */
export function encodeVarint64(value: bigint): Uint8Array {
  if (value < 0n || value > MAX_UINT64) {
    throw new RangeError(`a 64-bit varint holds 0 to 18446744073709551615, not ${value}`);
  }
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

// #region decode32
/**
 * Reads a varint of at most 5 bytes whose value fits in 32 bits. Like protobuf, it
 * accepts a number in more bytes than necessary (`80 00` is 0), because some writers pad
 * a length that they fill in later.
 * @throws BytesError INVALID_ARGUMENT, with the offset, when it is truncated, too long,
 * or too large.
 */
export function decodeVarint32(bytes: Uint8Array, offset = 0): Decoded<number> {
  let value = 0;
  for (let i = 0; i < MAX_VARINT32_BYTES; i++) {
    const byte = bytes[offset + i];
    if (byte === undefined) throw truncated(bytes, offset, i);
    value += (byte & 0x7f) * 2 ** (7 * i); // not <<, which would make bit 31 a sign
    if (byte > 0x7f) continue;
    if (value > MAX_UINT32) throw overflow(bytes, offset + i, 32);
    return { value, nextOffset: offset + i + 1 };
  }
  throw tooLong(bytes, offset, MAX_VARINT32_BYTES);
}
// #endregion decode32

/**
 * The same for 64 bits: at most 10 bytes, and a bigint, because a number is exact only up
 * to 2^53.
 */
export function decodeVarint64(bytes: Uint8Array, offset = 0): Decoded<bigint> {
  let value = 0n;
  for (let i = 0; i < MAX_VARINT64_BYTES; i++) {
    const byte = bytes[offset + i];
    if (byte === undefined) throw truncated(bytes, offset, i);
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte > 0x7f) continue;
    if (value > MAX_UINT64) throw overflow(bytes, offset + i, 64);
    return { value, nextOffset: offset + i + 1 };
  }
  throw tooLong(bytes, offset, MAX_VARINT64_BYTES);
}

function truncated(bytes: Uint8Array, offset: number, came: number): BytesError {
  const message = `truncated varint at byte ${offset}: ${came} bytes, the last with its continuation bit set`;
  const none = `expected a varint at byte ${offset}, got the end`;
  const options = { offset: offset + came, bytes };
  return new BytesError('INVALID_ARGUMENT', came === 0 ? none : message, options);
}

function tooLong(bytes: Uint8Array, offset: number, maxBytes: number): BytesError {
  const message = `the varint at byte ${offset} is longer than ${maxBytes} bytes`;
  return new BytesError('INVALID_ARGUMENT', message, { offset: offset + maxBytes - 1, bytes });
}

function overflow(bytes: Uint8Array, offset: number, bits: number): BytesError {
  const message = `the varint's last byte, at byte ${offset}, goes beyond ${bits} bits`;
  return new BytesError('INVALID_ARGUMENT', message, { offset, bytes });
}
