// The JavaScript form of a message: a plain object with a property for each field
// (chapter 05).

import type { Field, FieldType, MessageType, Scalar } from '../schema/schema';

// #region message
/**
 * 64-bit integers are bigint, other numbers are number, and an enum is its number. A
 * field that was not set is 0, '', false, or an empty list or map. With explicit presence
 * (optional, a oneof's member, a message) it is undefined.
 */
export type Value =
  | number
  | bigint
  | boolean
  | string
  | Uint8Array
  | Message
  | readonly Value[]
  | ReadonlyMap<Value, Value>
  | undefined;

export interface Message {
  [property: string]: Value;
  /**
   * Fields that the schema does not have, each with its key as received. They are written
   * back.
   */
  $unknown?: Uint8Array[];
}
// #endregion message

/** A message with no field set. */
export function emptyMessage({ fields }: MessageType): Message {
  const message: Message = {};
  for (const field of fields) message[field.property] = emptyValue(field);
  return message;
}

function emptyValue({ type, presence }: Field): Value {
  switch (presence) {
    case 'repeated':
      return [];
    case 'map':
      return new Map();
    case 'explicit':
      return undefined;
    case 'implicit':
      return zeroOf(type);
  }
}

/** The default value. A field without presence does not send it. */
export function zeroOf(type: FieldType): Value {
  if (type.kind === 'message') return undefined;
  return type.kind === 'enum' ? 0 : zeroOfScalar(type.scalar);
}

function zeroOfScalar(scalar: Scalar): Value {
  if (scalar === 'string') return '';
  if (scalar === 'bytes') return new Uint8Array(0);
  if (scalar === 'bool') return false;
  return scalar.endsWith('64') ? 0n : 0;
}

/**
 * Whether a value can be encoded as a message: an object other than the arrays, Maps and
 * Uint8Arrays that stand for other types.
 */
export function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  return !Array.isArray(value) && !(value instanceof Map) && !(value instanceof Uint8Array);
}
