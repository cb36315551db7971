// A protobuf decoder, solved. The wire type alone says where a value ends, so each value
// is read first, and only then is its field looked up in the spec. That is all it takes
// to skip unknown fields.

import { isUtf8 } from 'node:buffer';
import { decodeVarint32, decodeVarint64, decodeZigzag32 } from '@bytes-up/codec';
import { RpcError } from '@bytes-up/protocol';

export type Scalar =
  'uint32' | 'int32' | 'sint32' | 'bool' | 'string' | 'bytes' | 'float' | 'double';

export interface Field {
  readonly name: string;
  /** A scalar, or the spec of a message. */
  readonly type: Scalar | Spec;
  readonly repeated?: true;
}

/** A message's fields, by number. */
export interface Spec {
  readonly [number: number]: Field;
}

/** A property for each field of the spec. */
export interface Message {
  [name: string]: unknown;
  /** Unknown fields exactly as they arrived, including their keys. */
  $unknown?: Buffer[];
}

const VARINT = 0;
const I64 = 1;
const LEN = 2;
const I32 = 5;
const MAX_DEPTH = 100;

const WIRE_TYPES: Readonly<Record<Scalar, number>> = {
  uint32: VARINT,
  int32: VARINT,
  sint32: VARINT,
  bool: VARINT,
  string: LEN,
  bytes: LEN,
  float: I32,
  double: I64,
};

/**
 * @throws RpcError INVALID_ARGUMENT for bytes that are not a message, RESOURCE_EXHAUSTED
 *   for messages that are nested more than 100 levels deep
 */
export function decode(spec: Spec, bytes: Buffer): Message {
  return readInto(emptyMessage(spec), spec, bytes, 0);
}

function readInto(message: Message, spec: Spec, bytes: Buffer, depth: number): Message {
  if (depth > MAX_DEPTH) throw new RpcError('RESOURCE_EXHAUSTED', 'nested too deeply');
  const reader = new Reader(bytes);
  while (!reader.isDone) {
    const start = reader.at;
    const { number, wireType } = reader.key();
    const value = reader.value(wireType);
    const field = spec[number];
    if (field === undefined || !set(message, field, wireType, value, depth))
      (message.$unknown ??= []).push(bytes.subarray(start, reader.at));
  }
  return message;
}

/** @returns false if the wire type is not one of the field's type */
function set(
  message: Message,
  { name, type, repeated }: Field,
  wireType: number,
  value: bigint | Buffer,
  depth: number,
): boolean {
  const own = typeof type === 'string' ? WIRE_TYPES[type] : LEN;
  const before = message[name];
  if (repeated) {
    const list = before as unknown[];
    if (wireType === own) list.push(convert(type, value, undefined, depth));
    else if (wireType === LEN) unpack(type, own, value as Buffer, depth, list);
    else return false;
  } else {
    if (wireType !== own) return false;
    message[name] = convert(type, value, before, depth);
  }
  return true;
}

/**
 * Adds the values one by one: `list.push(...values)` overflows the stack if there are
 * very many.
 */
function unpack(
  type: Scalar | Spec,
  wireType: number,
  bytes: Buffer,
  depth: number,
  list: unknown[],
): void {
  const reader = new Reader(bytes);
  while (!reader.isDone) list.push(convert(type, reader.value(wireType), undefined, depth));
}

/**
 * @param value a bigint for the wire type VARINT, the bytes for any other
 * @param before the field's value so far: the pieces of a message are merged
 */
function convert(
  type: Scalar | Spec,
  value: bigint | Buffer,
  before: unknown,
  depth: number,
): unknown {
  if (typeof value === 'bigint') {
    if (type === 'bool') return value !== 0n;
    if (type === 'int32') return Number(BigInt.asIntN(32, value));
    const low = Number(BigInt.asUintN(32, value));
    return type === 'sint32' ? decodeZigzag32(low) : low;
  }
  if (typeof type !== 'string')
    return readInto((before as Message | undefined) ?? emptyMessage(type), type, value, depth + 1);
  if (type === 'float') return value.readFloatLE();
  if (type === 'double') return value.readDoubleLE();
  if (type === 'bytes') return value;
  if (!isUtf8(value)) throw invalid('a string that is not UTF-8');
  return value.toString();
}

function emptyMessage(spec: Spec): Message {
  const message: Message = {};
  for (const { name, type, repeated } of Object.values(spec) as Field[]) {
    message[name] = repeated ? [] : zeroOf(type);
  }
  return message;
}

function zeroOf(type: Scalar | Spec): unknown {
  if (type === 'string') return '';
  if (type === 'bytes') return Buffer.alloc(0);
  if (type === 'bool') return false;
  return typeof type === 'string' ? 0 : undefined;
}

/** Reads keys and values one after the other. */
class Reader {
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isDone(): boolean {
    return this.at >= this.bytes.length;
  }

  key(): { number: number; wireType: number } {
    const key = this.#varint32();
    if (key >>> 3 === 0) throw invalid('the field number 0');
    return { number: key >>> 3, wireType: key & 7 };
  }

  value(wireType: number): bigint | Buffer {
    switch (wireType) {
      case VARINT: {
        const { value, nextOffset } = decodeVarint64(this.bytes, this.at);
        this.at = nextOffset;
        return value;
      }
      case I64:
        return this.#take(8);
      case LEN:
        return this.#take(this.#varint32());
      case I32:
        return this.#take(4);
      default:
        throw invalid(`the wire type ${wireType}`);
    }
  }

  #varint32(): number {
    const { value, nextOffset } = decodeVarint32(this.bytes, this.at);
    this.at = nextOffset;
    return value;
  }

  #take(count: number): Buffer {
    const left = this.bytes.length - this.at;
    if (count > left) throw invalid(`${count} bytes announced, ${left} left`);
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
}

function invalid(what: string): RpcError {
  return new RpcError('INVALID_ARGUMENT', what);
}
