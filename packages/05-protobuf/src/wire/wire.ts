// The wire format: the key before each value, and the six wire types, which say how to
// find the value's end (chapter 05).
// https://protobuf.dev/programming-guides/encoding/#structure

import { encodeVarint32 } from '@bytes-up/codec';
import type { Field, FieldType, Scalar } from '../schema/schema';

// #region wire
/**
 * How a value ends. It does not say what the value is: a varint may be a number, a
 * boolean or an enum's value.
 */
export const WireType = {
  /** Ends with the first byte whose top bit is 0. */
  VARINT: 0,
  /** Eight bytes, little-endian. */
  I64: 1,
  /** A varint length, then that many bytes: text, bytes, a message, packed numbers. */
  LEN: 2,
  /**
   * The beginning of a group: a nested message without a length, up to an EGROUP of the
   * same number. proto2 and editions write it, proto3 does not. Here it is only skipped.
   */
  SGROUP: 3,
  EGROUP: 4,
  /** Four bytes, little-endian. */
  I32: 5,
} as const;

export const WIRE_TYPE_NAMES = ['VARINT', 'I64', 'LEN', 'SGROUP', 'EGROUP', 'I32'] as const;

/** The key before each value: the field's number and the wire type, in one varint. */
export function encodeKey(number: number, wireType: number): Uint8Array {
  return encodeVarint32(((number << 3) | wireType) >>> 0);
}
// #endregion wire

/** The scalars that are not varints. */
const WIRE_TYPES: Readonly<Partial<Record<Scalar, number>>> = {
  double: WireType.I64,
  fixed64: WireType.I64,
  sfixed64: WireType.I64,
  float: WireType.I32,
  fixed32: WireType.I32,
  sfixed32: WireType.I32,
  string: WireType.LEN,
  bytes: WireType.LEN,
};

/** The wire type of a single value of this type. */
export function wireTypeOf(type: FieldType): number {
  if (type.kind === 'message') return WireType.LEN;
  if (type.kind === 'enum') return WireType.VARINT;
  return WIRE_TYPES[type.scalar] ?? WireType.VARINT;
}

/**
 * Whether a field can be read from a value of this wire type. Repeated numbers may be
 * packed or not, regardless of the schema.
 */
export function accepts({ type, presence }: Field, wireType: number): boolean {
  const own = wireTypeOf(type);
  return wireType === own || (presence === 'repeated' && wireType === WireType.LEN);
}
