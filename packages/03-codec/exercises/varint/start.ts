// Varint and zigzag. The task: npm start -- exercise 03-varint

/**
 * Seven bits in each byte, the low bits first. The top bit says that a byte follows.
 * @param value an integer from 0 to 2^32 − 1
 */
export function encodeVarint32(value: number): Uint8Array {
  throw new Error('not written yet: encodeVarint32');
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
  throw new Error('not written yet: decodeVarint32');
}

/**
 * 0, −1, 1, −2, 2 become 0, 1, 2, 3, 4.
 * @param value an integer from −2^31 to 2^31 − 1
 */
export function encodeZigzag32(value: number): number {
  throw new Error('not written yet: encodeZigzag32');
}

/** @param value an integer from 0 to 2^32 − 1 */
export function decodeZigzag32(value: number): number {
  throw new Error('not written yet: decodeZigzag32');
}
