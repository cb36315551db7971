// Fields of the messages that options are (chapter 05): found by name, and remembered
// once they are set.

import type { Field, MessageType } from '../../schema/schema';

/**
 * The fields that are set, and within each of them again. An option that is not repeated
 * is set once.
 */
export class SetFields extends Map<Field, SetFields> {}

const NAMES = new WeakMap<MessageType, ReadonlyMap<string, Field>>();

/** Made once for each message that is an option: a file may set thousands of them. */
export function fieldNamed(message: MessageType, name: string): Field | undefined {
  const known = NAMES.get(message);
  if (known !== undefined) return known.get(name);
  const made = new Map(message.fields.map((field) => [field.name, field]));
  NAMES.set(message, made);
  return made.get(name);
}
