// Zigzag maps signed numbers of small magnitude to small unsigned numbers: 0, −1, 1, −2,
// 2 … become 0, 1, 2, 3, 4 … (chapter 03). As a varint, the two's complement of −1 takes
// 5 bytes in 32 bits and 10 in 64, but its zigzag takes one.

// #region zigzag32
/** @throws RangeError unless value is an integer from −2^31 to 2^31 − 1. */
export function encodeZigzag32(value: number): number {
  if (value !== (value | 0))
    throw new RangeError(`zigzag32 takes a signed 32-bit integer, not ${value}`);
  // value >> 31 is all zeros, or all ones for a negative value.
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

/** @throws RangeError unless value is an integer from 0 to 2^32 − 1. */
export function decodeZigzag32(value: number): number {
  if (value !== value >>> 0)
    throw new RangeError(`zigzag32 reads an unsigned 32-bit integer, not ${value}`);
  return (value >>> 1) ^ -(value & 1);
}
// #endregion zigzag32

/** @throws RangeError unless value is from −2^63 to 2^63 − 1. */
export function encodeZigzag64(value: bigint): bigint {
  if (value !== BigInt.asIntN(64, value)) {
    throw new RangeError(`zigzag64 takes a signed 64-bit integer, not ${value}`);
  }
  return BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
}

/** @throws RangeError unless value is from 0 to 2^64 − 1. */
export function decodeZigzag64(value: bigint): bigint {
  if (value !== BigInt.asUintN(64, value)) {
    throw new RangeError(`zigzag64 reads an unsigned 64-bit integer, not ${value}`);
  }
  return (value >> 1n) ^ -(value & 1n);
}
