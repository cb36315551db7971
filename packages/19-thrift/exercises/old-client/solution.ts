// A new exception, an old client, solved.
//
// Which error would help its caller more: one that says that the call failed in a way
// that this client does not know. Ours only says that the result is invalid, which the
// caller cannot tell from corrupt bytes. A careful server adds new exceptions only to new
// methods, or keeps an old exception with a code inside, which old clients can read.

import { BytesError } from '@bytes-up/codec';
import { decodeField, type Field } from './compact-fields';

const [TRUE, FALSE, BYTE, DOUBLE, STRING, LIST, SET, MAP, STRUCT] = [1, 2, 3, 7, 8, 9, 10, 11, 12];
const MAX_DEPTH = 64;

/** What the old client understands of a result of calc. */
export type Outcome = { readonly value: number } | { readonly illegal: string };

/**
 * Skips the value of a field.
 * @param type the compact protocol's number, 1 to 12
 * @returns the offset after the value
 * @throws BytesError INVALID_ARGUMENT
 */
export function skipValue(bytes: Uint8Array, offset: number, type: number): number {
  return skip(bytes, offset, type, 0, true);
}

/**
 * Reads the result struct of calc.
 * @throws BytesError INVALID_ARGUMENT, also if it knows none of the fields
 */
export function readResult(bytes: Uint8Array): Outcome {
  let outcome: Outcome | undefined;
  eachField(bytes, 0, ({ id, type }, offset) => {
    if (id === 0 && type === STRUCT) outcome = { value: readResponse(bytes, offset) };
    if (id === 1 && type === STRUCT) outcome = { illegal: readException(bytes, offset) };
    return skipValue(bytes, offset, type);
  });
  if (outcome === undefined) throw invalid('no outcome that this client knows', bytes.length);
  return outcome;
}

function readResponse(bytes: Uint8Array, begin: number): number {
  let value = 0;
  eachField(bytes, begin, ({ id, type }, offset) => {
    const end = skipValue(bytes, offset, type);
    if (id === 1 && type === DOUBLE)
      value = new DataView(bytes.buffer, bytes.byteOffset + offset, 8).getFloat64(0, true);
    return end;
  });
  return value;
}

function readException(bytes: Uint8Array, begin: number): string {
  let message = '';
  eachField(bytes, begin, ({ id, type }, offset) => {
    const end = skipValue(bytes, offset, type);
    if (id === 1 && type === STRING) {
      const { nextOffset } = varint(bytes, offset, 5);
      message = new TextDecoder().decode(bytes.subarray(nextOffset, end));
    }
    return end;
  });
  return message;
}

/**
 * Visits the fields of a struct.
 * @param visit returns the offset after the field's value
 * @returns the offset after the struct
 */
function eachField(
  bytes: Uint8Array,
  begin: number,
  visit: (field: Field, offset: number) => number,
): number {
  let offset = begin;
  for (let lastId = 0; ;) {
    const { field, nextOffset } = decodeField(bytes, offset, lastId);
    if (field === undefined) return nextOffset;
    lastId = field.id;
    offset = visit(field, nextOffset);
  }
}

function skip(
  bytes: Uint8Array,
  offset: number,
  type: number,
  depth: number,
  inField: boolean,
): number {
  if (depth >= MAX_DEPTH && type >= LIST) throw invalid(`more than ${MAX_DEPTH} levels`, offset);
  const member = (at: number, of: number): number => skip(bytes, at, of, depth + 1, false);
  switch (type) {
    case TRUE:
    case FALSE:
      return inField ? offset : after(bytes, offset, 1);
    case BYTE:
      return after(bytes, offset, 1);
    case DOUBLE:
      return after(bytes, offset, 8);
    case STRING: {
      const { value, nextOffset } = varint(bytes, offset, 5);
      return after(bytes, nextOffset, value);
    }
    case LIST:
    case SET: {
      const next = after(bytes, offset, 1);
      const head = bytes[offset] ?? 0;
      const isLong = head >> 4 === 15;
      const long = isLong ? varint(bytes, next, 5) : { value: head >> 4, nextOffset: next };
      return skipEach(long.nextOffset, long.value, [checkType(head & 0xf, offset)], member);
    }
    case MAP: {
      const { value: count, nextOffset } = varint(bytes, offset, 5);
      if (count === 0) return nextOffset;
      const next = after(bytes, nextOffset, 1);
      const types = bytes[nextOffset] ?? 0;
      const both = [types >> 4, types & 0xf].map((each) => checkType(each, nextOffset));
      return skipEach(next, count, both, member);
    }
    case STRUCT:
      return eachField(bytes, offset, (field, at) => skip(bytes, at, field.type, depth + 1, true));
    default:
      checkType(type, offset);
      return varint(bytes, offset, 10).nextOffset; // i16, i32, i64
  }
}

/** Every member takes at least a byte, so a count that is too large runs out of bytes. */
function skipEach(
  begin: number,
  count: number,
  types: readonly number[],
  member: (offset: number, type: number) => number,
): number {
  let offset = begin;
  for (let n = 0; n < count; n++) for (const type of types) offset = member(offset, type);
  return offset;
}

function checkType(type: number, offset: number): number {
  if (type < TRUE || type > STRUCT) throw invalid(`unknown type ${type}`, offset);
  return type;
}

/** @returns the offset after that many bytes, if they are there */
function after(bytes: Uint8Array, offset: number, length: number): number {
  if (length > bytes.length - offset) throw invalid('truncated value', bytes.length);
  return offset + length;
}

/** The value is exact up to 2^53. Larger values are never used. */
function varint(
  bytes: Uint8Array,
  offset: number,
  maxBytes: number,
): { value: number; nextOffset: number } {
  let value = 0;
  for (let count = 0; count < maxBytes; count++) {
    const byte = bytes[offset + count];
    if (byte === undefined) throw invalid('truncated varint', offset + count);
    value += (byte & 0x7f) * 2 ** (7 * count);
    if (byte < 0x80) return { value, nextOffset: offset + count + 1 };
  }
  throw invalid(`a varint of more than ${maxBytes} bytes`, offset + maxBytes - 1);
}

function invalid(message: string, offset: number): BytesError {
  return new BytesError('INVALID_ARGUMENT', message, { offset });
}
