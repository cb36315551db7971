// Field headers of the compact protocol, solved.
//
// The field with the number 0 is the return value in a result struct. It can never have
// the short form, because a difference of 0 marks the long one.

import {
  BytesError,
  decodeVarint32,
  decodeZigzag32,
  encodeVarint32,
  encodeZigzag32,
} from '@bytes-up/codec';

const STOP = 0;
const MAX_TYPE = 12;
/** The largest difference that fits into four bits. */
const MAX_DELTA = 15;

export interface Field {
  /** The compact protocol's number for the type, 1 to 12. */
  readonly type: number;
  /** The number of the field, -32768 to 32767. */
  readonly id: number;
}

/** @param lastId the number of the previous field in this struct; 0 for the first one */
export function encodeField({ type, id }: Field, lastId: number): Uint8Array {
  const delta = id - lastId;
  if (delta > 0 && delta <= MAX_DELTA) return Uint8Array.of((delta << 4) | type);
  return Uint8Array.of(type, ...encodeVarint32(encodeZigzag32(id)));
}

/**
 * Reads the header at an offset.
 * @param lastId the number of the previous field in this struct; 0 for the first one
 * @returns the field, or undefined at the end of the struct; and the offset after it
 * @throws BytesError INVALID_ARGUMENT, with the offset
 */
export function decodeField(
  bytes: Uint8Array,
  offset: number,
  lastId: number,
): { field: Field | undefined; nextOffset: number } {
  const head = bytes[offset];
  if (head === undefined) throw invalid('truncated field header', offset);
  if (head === STOP) return { field: undefined, nextOffset: offset + 1 };
  const [delta, type] = [head >> 4, head & 0xf];
  if (type === STOP || type > MAX_TYPE) throw invalid(`unknown type ${type}`, offset);
  if (delta > 0) return { field: { type, id: lastId + delta }, nextOffset: offset + 1 };
  const { value, nextOffset } = decodeVarint32(bytes, offset + 1);
  return { field: { type, id: decodeZigzag32(value) }, nextOffset };
}

function invalid(message: string, offset: number): BytesError {
  return new BytesError('INVALID_ARGUMENT', message, { offset });
}
