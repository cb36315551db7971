// Encodes a message to bytes, driven by the schema (chapter 05). This is the plain
// interpreter that the page explains. Tests hold fast/ to the same results.

import { encodeVarint32 } from '@bytes-up/codec';
import { DEFAULT_PROTOBUF_LIMITS, type ProtobufLimits } from '../wire/limits';
import { isMessage, type Message, type Value } from './message';
import { scalarCodecs } from '../wire/scalars';
import type { Field, FieldType, MessageType } from '../schema/schema';
import { at, deeper, mismatch, top, within, type Where } from './where';
import { encodeKey, WireType, wireTypeOf } from '../wire/wire';

// #region encode
/**
 * @throws TypeError for a value that its field cannot hold, with the field's path;
 * RangeError beyond a limit
 */
export function encodeMessage(
  type: MessageType,
  message: Message,
  limits: Partial<ProtobufLimits> = {},
): Buffer {
  const all = { ...DEFAULT_PROTOBUF_LIMITS, ...limits };
  const bytes = writeFields(type, message, top(all.maxDepth));
  if (bytes.length <= all.maxMessageBytes) return bytes;
  throw new RangeError(
    `message of ${bytes.length} bytes exceeds the limit of ${all.maxMessageBytes}`,
  );
}

/** In the order of the field numbers. A field that is not set takes no bytes. */
function writeFields(type: MessageType, message: Message, where: Where): Buffer {
  const pieces = type.fields.flatMap((field) =>
    writeField(field, own(message, field), within(where, field.name)),
  );
  checkOneofs(type, message, where);
  return Buffer.concat([...pieces, ...(message.$unknown ?? [])]);
}

function writeField(field: Field, value: Value, where: Where): Uint8Array[] {
  if (value === undefined) return [];
  const { number, type, presence, packed } = field;
  switch (presence) {
    case 'map':
      return entriesOf(value, where).flatMap((entry) => keyed(number, type, entry, where));
    case 'repeated': {
      const values = listOf(value, where);
      if (!packed) return values.flatMap((one, i) => keyed(number, type, one, at(where, i)));
      const bytes = Buffer.concat(values.map((one, i) => writeValue(type, one, at(where, i))));
      return bytes.length === 0 ? [] : [encodeKey(number, WireType.LEN), prefixed(bytes)];
    }
    case 'explicit':
      return keyed(number, type, value, where);
    case 'implicit': {
      const bytes = writeValue(type, value, where);
      return isZero(bytes) ? [] : [encodeKey(number, wireTypeOf(type)), bytes];
    }
  }
}

function keyed(number: number, type: FieldType, value: Value, where: Where): Uint8Array[] {
  return [encodeKey(number, wireTypeOf(type)), writeValue(type, value, where)];
}

function writeValue(type: FieldType, value: Value, where: Where): Uint8Array {
  if (type.kind === 'message') {
    if (!isMessage(value)) throw mismatch('an object', value, where);
    return prefixed(writeFields(type, value, deeper(where)));
  }
  const { expects, fits, write } = scalarCodecs[type.kind === 'enum' ? 'int32' : type.scalar];
  if (!fits(value)) throw mismatch(expects, value, where);
  return write(value as never);
}

function prefixed(bytes: Uint8Array): Buffer {
  return Buffer.concat([encodeVarint32(bytes.length), bytes]);
}
// #endregion encode

/**
 * True for zero, false and the empty string, whose bytes are all zero. −0 is not among
 * them, because it has its sign bit.
 */
function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/**
 * A field's value. Inherited properties such as `constructor` are not fields.
 */
function own(message: Message, { property }: Field): Value {
  const isInherited = property in Object.prototype && !Object.hasOwn(message, property);
  return isInherited ? undefined : message[property];
}

function listOf(value: Value, where: Where): readonly Value[] {
  // a hole becomes undefined, and is refused
  if (Array.isArray(value)) return Array.from(value as readonly Value[]);
  throw mismatch('an array', value, where);
}

/** A map's entries as messages, which they are on the wire. */
function entriesOf(value: Value, where: Where): Message[] {
  if (!(value instanceof Map)) throw mismatch('a Map', value, where);
  return [...(value as ReadonlyMap<Value, Value>)].map(([key, one]) => {
    if (key !== undefined && one !== undefined) return { key, value: one };
    throw mismatch('a key and a value', undefined, where);
  });
}

function checkOneofs({ oneofs }: MessageType, message: Message, where: Where): void {
  for (const [name, members] of oneofs) {
    const set = members.filter((member) => own(message, member) !== undefined);
    if (set.length < 2) continue;
    const names = set.map((member) => member.name).join(' and ');
    throw mismatch('at most one member', names, within(where, name));
  }
}
