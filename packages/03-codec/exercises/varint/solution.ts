// Varint and zigzag, solved. Why `<<` is wrong for 2,147,483,648: JavaScript's bitwise
// operators produce signed 32-bit numbers, so `8 << 28` is -2147483648.

import { BytesError } from '@bytes-up/codec';

/** 32 bits in groups of seven: four full ones, and four bits in a fifth. */
const MAX_BYTES = 5;
const MAX_UINT32 = 0xffff_ffff;

/**
 * Seven bits in each byte, the low bits first. The top bit says that a byte follows.
 * @param value an integer from 0 to 2^32 − 1
 */
export function encodeVarint32(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7; // not >>, which would copy bit 31 as a sign
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/**
 * Reads the varint that begins at an offset.
 * @returns its value, and the offset of the first byte after it
 * @throws BytesError INVALID_ARGUMENT, with the offset, if it is truncated, longer than
 *   five bytes, or does not fit into 32 bits
 */
export function decodeVarint32(
  bytes: Uint8Array,
  offset = 0,
): { value: number; nextOffset: number } {
  let value = 0;
  for (let count = 0; count < MAX_BYTES; count++) {
    const at = offset + count;
    const byte = bytes[at];
    if (byte === undefined) throw invalid('truncated varint', at);
    value += (byte & 0x7f) * 2 ** (7 * count); // not <<, which treats bit 31 as a sign
    if (byte > 0x7f) continue;
    if (value > MAX_UINT32) throw invalid('the varint exceeds 32 bits', at);
    return { value, nextOffset: at + 1 };
  }
  throw invalid('a varint of more than five bytes', offset + MAX_BYTES - 1);
}

function invalid(message: string, offset: number): BytesError {
  return new BytesError('INVALID_ARGUMENT', message, { offset });
}

/**
 * 0, −1, 1, −2, 2 become 0, 1, 2, 3, 4.
 * @param value an integer from −2^31 to 2^31 − 1
 */
export function encodeZigzag32(value: number): number {
  // Doubled, and the bits of a negative number are flipped: value >> 31 is all ones then.
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

/** @param value an integer from 0 to 2^32 − 1 */
export function decodeZigzag32(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}
