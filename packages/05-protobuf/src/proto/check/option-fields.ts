// Looks up the fields of option messages by name, and records which are set (chapter 05).

import type { Field, MessageType } from '../../schema/schema';
import type { MessageAst } from '../parse/ast';

/**
 * The fields set so far, each with the fields set inside it. A non-repeated option can be
 * set only once.
 */
export class SetFields extends Map<Field, SetFields> {}

const RESERVED = new WeakMap<MessageAst, ReadonlySet<string>>();

const NAMES = new WeakMap<MessageType, ReadonlyMap<string, Field>>();

/** Built once for each option message, because a file can set thousands of options. */
export function fieldNamed(message: MessageType, name: string): Field | undefined {
  const known = NAMES.get(message);
  if (known !== undefined) return known.get(name);
  const byName = new Map(message.fields.map((field) => [field.name, field]));
  NAMES.set(message, byName);
  return byName.get(name);
}

/** Whether a message declares `reserved "name"`. The set is built once, too. */
export function isReservedName(message: MessageAst, name: string): boolean {
  const known = RESERVED.get(message);
  if (known !== undefined) return known.has(name);
  const names = new Set(message.reserved.names.map((reserved) => reserved.name));
  RESERVED.set(message, names);
  return names.has(name);
}
