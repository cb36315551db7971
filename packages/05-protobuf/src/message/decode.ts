// Decodes bytes to a message, driven by the schema (chapter 05). This is the plain
// interpreter that the page explains. Tests hold fast/ to the same results.

import { DEFAULT_PROTOBUF_LIMITS, type ProtobufLimits } from '../wire/limits';
import { emptyMessage, type Message, type Value, zeroOf } from './message';
import { Reader } from '../wire/reader';
import { scalarCodecs } from '../wire/scalars';
import type { Field, FieldType, MessageType } from '../schema/schema';
import { accepts, wireTypeOf } from '../wire/wire';

// #region decode
/**
 * @throws ProtobufError for bytes that are not such a message, with the offset and the
 * field's path
 */
export function decodeMessage(
  type: MessageType,
  bytes: Uint8Array,
  limits: Partial<ProtobufLimits> = {},
): Message {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const reader = Reader.over(buffer, { ...DEFAULT_PROTOBUF_LIMITS, ...limits });
  return readFields(type, newMessage(type, reader), reader);
}

/**
 * Decodes field after field until the bytes end, because a message has no field count.
 */
function readFields(type: MessageType, message: Message, reader: Reader): Message {
  while (!reader.isDone) {
    reader.field = '';
    reader.index = undefined;
    const start = reader.at;
    const { number, wireType } = reader.key();
    const field = type.byNumber.get(number);
    if (field !== undefined && accepts(field, wireType)) {
      reader.field = field.name;
      readField(field, wireType, message, reader);
      clearBefore(field, message);
    } else {
      reader.skip(number, wireType);
      reader.countFields(1);
      (message.$unknown ??= []).push(reader.copyFrom(start));
    }
  }
  return message;
}
// #endregion decode

function readField(field: Field, wireType: number, message: Message, reader: Reader): void {
  const { property, presence, type } = field;
  switch (presence) {
    case 'map':
      readEntry(type as MessageType, message[property] as Map<Value, Value>, reader);
      break;
    case 'repeated':
      readElements(field, wireType, message[property] as Value[], reader);
      break;
    case 'explicit':
      message[property] = readValue(type, reader, message[property]);
      break;
    case 'implicit':
      // if it occurs several times, the last one counts
      message[property] = readValue(type, reader);
      break;
  }
}
/** Reads packed and single elements, regardless of the schema. */
function readElements(field: Field, wireType: number, list: Value[], reader: Reader): void {
  const { type } = field;
  if (wireType === wireTypeOf(type)) {
    reader.index = list.length;
    list.push(readValue(type, reader));
    return;
  }
  const packed = reader.packed();
  while (!packed.isDone) list.push(readValue(type, packed));
}

/**
 * A map is a list of messages with a key and a value. A missing key or value is zero. Of
 * two entries with the same key, the later one counts.
 */
function readEntry(type: MessageType, map: Map<Value, Value>, reader: Reader): void {
  const inner = reader.message();
  const entry = readFields(type, newMessage(type, inner), inner);
  const [key, value] = type.fields.map(
    (field) => entry[field.property] ?? absent(field.type, inner),
  );
  map.set(key, value);
}

function absent(type: FieldType, reader: Reader): Value {
  return type.kind === 'message' ? newMessage(type, reader) : zeroOf(type);
}

/**
 * @param before the field's current value, because the pieces of a nested message are
 * merged
 */
function readValue(type: FieldType, reader: Reader, before?: Value): Value {
  if (type.kind === 'scalar') return scalarCodecs[type.scalar].read(reader);
  // also for a number without a name
  if (type.kind === 'enum') return scalarCodecs.int32.read(reader);
  const inner = reader.message();
  return readFields(type, (before as Message | undefined) ?? newMessage(type, inner), inner);
}

function newMessage(type: MessageType, reader: Reader): Message {
  reader.countFields(type.fields.length);
  return emptyMessage(type);
}

/** For each message being read: the member that is set, by oneof. */
const setMembers = new WeakMap<Message, Map<string, Field>>();

/**
 * Only the last member of a oneof that was received is set. This clears only the previous
 * one, because a oneof may have thousands of members, and every two bytes may set
 * another.
 */
function clearBefore(field: Field, message: Message): void {
  if (field.oneof === undefined) return;
  const set = setMembers.get(message) ?? new Map<string, Field>();
  const before = set.get(field.oneof);
  if (before !== undefined && before !== field) message[before.property] = undefined;
  setMembers.set(message, set.set(field.oneof, field));
}
