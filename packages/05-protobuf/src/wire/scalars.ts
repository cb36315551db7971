// The scalar types: how to read and write each, and which values it accepts (chapter 05).
// https://protobuf.dev/programming-guides/encoding/#structure

import { decodeZigzag32, decodeZigzag64, encodeZigzag32, encodeZigzag64 } from '@bytes-up/codec';
import type { Value } from '../message/message';
import type { Reader } from './reader';
import type { Scalar } from '../schema/schema';
import type { Writer } from './writer';

interface ScalarCodec {
  /** Which values it accepts, for error messages. */
  readonly expects: string;
  readonly fits: (value: Value) => boolean;
  readonly read: (reader: Reader) => Value;
  /** Writes a value that fits, without its key. */
  readonly write: (writer: Writer, value: never) => void;
}

const isInteger = (bits: 32 | 64, signed: boolean) => (value: Value) => {
  if (bits === 32) return typeof value === 'number' && value === (signed ? value | 0 : value >>> 0);
  if (typeof value !== 'bigint') return false;
  return value === (signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value));
};
const isNumber = (value: Value): boolean => typeof value === 'number';
const INT32 = { expects: 'a 32-bit integer', fits: isInteger(32, true) };
const UINT32 = { expects: 'an unsigned 32-bit integer', fits: isInteger(32, false) };
const INT64 = { expects: 'a 64-bit bigint', fits: isInteger(64, true) };
const UINT64 = { expects: 'an unsigned 64-bit bigint', fits: isInteger(64, false) };

// #region scalars
export const scalarCodecs: Readonly<Record<Scalar, ScalarCodec>> = {
  // The low 32 bits of a varint of 64. A negative number fills all 64 with its sign: ten
  // bytes.
  int32: {
    ...INT32,
    read: (reader) => reader.int32(),
    write: (writer, value: number) =>
      value < 0 ? writer.varint64(BigInt.asUintN(64, BigInt(value))) : writer.varint32(value),
  },
  int64: {
    ...INT64,
    read: (reader) => BigInt.asIntN(64, reader.varint()),
    write: (writer, value: bigint) => writer.varint64(BigInt.asUintN(64, value)),
  },
  uint32: {
    ...UINT32,
    read: (reader) => reader.int32() >>> 0,
    write: (writer, value: number) => writer.varint32(value),
  },
  uint64: {
    ...UINT64,
    read: (reader) => reader.varint(),
    write: (writer, value: bigint) => writer.varint64(value),
  },
  // Zigzag: small for small magnitudes, so −1 is one byte.
  sint32: {
    ...INT32,
    read: (reader) => decodeZigzag32(reader.int32() >>> 0),
    write: (writer, value: number) => writer.varint32(encodeZigzag32(value)),
  },
  sint64: {
    ...INT64,
    read: (reader) => decodeZigzag64(reader.varint()),
    write: (writer, value: bigint) => writer.varint64(encodeZigzag64(value)),
  },
  bool: {
    expects: 'true or false',
    fits: (value) => typeof value === 'boolean',
    read: (reader) => reader.varint() !== 0n,
    write: (writer, value: boolean) => writer.varint32(value ? 1 : 0),
  },
  // Fixed size: 0 takes as many bytes as the largest value.
  fixed32: {
    ...UINT32,
    read: (reader) => reader.fixed(4).readUInt32LE(),
    write: (writer, value: number) =>
      writer.fixed(4, (bytes, at) => void bytes.writeUInt32LE(value, at)),
  },
  sfixed32: {
    ...INT32,
    read: (reader) => reader.fixed(4).readInt32LE(),
    write: (writer, value: number) =>
      writer.fixed(4, (bytes, at) => void bytes.writeInt32LE(value, at)),
  },
  fixed64: {
    ...UINT64,
    read: (reader) => reader.fixed(8).readBigUInt64LE(),
    write: (writer, value: bigint) =>
      writer.fixed(8, (bytes, at) => void bytes.writeBigUInt64LE(value, at)),
  },
  sfixed64: {
    ...INT64,
    read: (reader) => reader.fixed(8).readBigInt64LE(),
    write: (writer, value: bigint) =>
      writer.fixed(8, (bytes, at) => void bytes.writeBigInt64LE(value, at)),
  },
  float: {
    expects: 'a number',
    fits: isNumber,
    read: (reader) => reader.fixed(4).readFloatLE(),
    write: (writer, value: number) =>
      writer.fixed(4, (bytes, at) => void bytes.writeFloatLE(value, at)),
  },
  double: {
    expects: 'a number',
    fits: isNumber,
    read: (reader) => reader.fixed(8).readDoubleLE(),
    write: (writer, value: number) =>
      writer.fixed(8, (bytes, at) => void bytes.writeDoubleLE(value, at)),
  },
  string: {
    expects: 'a string without lone surrogates',
    fits: (value) => typeof value === 'string' && !LONE_SURROGATE.test(value),
    read: (reader) => reader.string(),
    write: (writer, value: string) => writer.string(value),
  },
  bytes: {
    expects: 'a Uint8Array',
    fits: (value) => value instanceof Uint8Array,
    // a copy: the message outlives the chunk
    read: (reader) => new Uint8Array(reader.lengthDelimited()),
    write: (writer, value: Uint8Array) => writer.prefixed(() => writer.bytes(value)),
  },
};
// #endregion scalars

/** Half of a surrogate pair without the other half, which UTF-8 cannot encode. */
const LONE_SURROGATE = /\p{Surrogate}/u;
