// Encodes a message to bytes, driven by the schema (chapter 05). This is the plain
// interpreter that the page explains. Tests hold fast/ to the same results.

import { DEFAULT_PROTOBUF_LIMITS, type ProtobufLimits } from '../wire/limits';
import { isMessage, type Message, type Value } from './message';
import { scalarCodecs } from '../wire/scalars';
import type { Field, FieldType, MessageType } from '../schema/schema';
import { deeper, mismatch, top, within, type Where } from './where';
import { WireType, wireTypeOf } from '../wire/wire';
import { Writer } from '../wire/writer';

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
  const writer = new Writer();
  writeFields(type, message, writer, top(all.maxDepth));
  if (writer.at <= all.maxMessageBytes) return writer.take();
  throw new RangeError(`message of ${writer.at} bytes exceeds the limit of ${all.maxMessageBytes}`);
}

/** In the order of the field numbers. A field that is not set takes no bytes. */
function writeFields(type: MessageType, message: Message, writer: Writer, where: Where): void {
  for (const field of type.fields) {
    const value = own(message, field);
    if (value !== undefined) writeField(field, value, writer, within(where, field.name));
  }
  checkOneofs(type, message, where);
  for (const unknown of message.$unknown ?? []) writer.bytes(unknown);
}

function writeField(field: Field, value: Value, writer: Writer, where: Where): void {
  const { presence, packed } = field;
  const start = writer.at;
  switch (presence) {
    case 'map':
      for (const entry of entriesOf(value, where)) writeKeyed(field, entry, writer, where);
      break;
    case 'repeated':
      if (packed) writePacked(field, listOf(value, where), writer, where);
      else writeElements(field, listOf(value, where), writer, where);
      break;
    case 'explicit':
      writeKeyed(field, value, writer, where);
      break;
    case 'implicit':
      writer.key(field.number, wireTypeOf(field.type));
      if (isZeroWritten(field.type, value, writer, where)) writer.rewind(start);
      break;
  }
}

function writeKeyed({ number, type }: Field, value: Value, writer: Writer, where: Where): void {
  writer.key(number, wireTypeOf(type));
  writeValue(type, value, writer, where);
}

function writeElements(field: Field, values: readonly Value[], writer: Writer, where: Where): void {
  for (let i = 0; i < values.length; i++) writeKeyed(field, values[i], writer, within(where, i));
}

/** Numbers without keys, after one length for all. An empty list takes no bytes. */
function writePacked(
  { number, type }: Field,
  values: readonly Value[],
  writer: Writer,
  where: Where,
): void {
  if (values.length === 0) return;
  writer.key(number, WireType.LEN);
  writer.prefixed(() => {
    for (let i = 0; i < values.length; i++) writeValue(type, values[i], writer, within(where, i));
  });
}

function isZeroWritten(type: FieldType, value: Value, writer: Writer, where: Where): boolean {
  const start = writer.at;
  writeValue(type, value, writer, where);
  return writer.isZeroFrom(start); // −0 is not zero here: its sign bit is set
}

function writeValue(type: FieldType, value: Value, writer: Writer, where: Where): void {
  if (type.kind === 'message') {
    if (!isMessage(value)) throw mismatch('an object', value, where);
    return writer.prefixed(() => writeFields(type, value, writer, deeper(where)));
  }
  const { expects, fits, write } = scalarCodecs[type.kind === 'enum' ? 'int32' : type.scalar];
  if (!fits(value)) throw mismatch(expects, value, where);
  write(writer, value as never);
}
// #endregion encode

const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * A field's value. Inherited properties such as `constructor` are not fields.
 */
function own(message: Message, { property }: Field): Value {
  const isInherited = INHERITED.has(property) && !Object.hasOwn(message, property);
  return isInherited ? undefined : message[property];
}

function listOf(value: Value, where: Where): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
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
