// Finds what a new version of a schema breaks for programs with the old one (chapter 05).
// On the wire a field is its number and its wire type, so these must not change, and the
// number of a deleted field must not be reused.

import type { Field, FieldType, MessageType, Schema } from './schema';

// #region incompatible
/**
 * A description of each change that an old reader or writer would misread. Empty if old
 * and new programs can talk to each other.
 */
export function incompatibilities(before: Schema, after: Schema): string[] {
  return [...before.messages.values()].flatMap((old) => {
    const now = after.messages.get(old.name);
    return now === undefined ? [`${old.name} was removed`] : changesOf(old, now);
  });
}

function changesOf(old: MessageType, now: MessageType): string[] {
  return old.fields.flatMap((field) => {
    const name = `${old.name}.${field.name}`;
    const same = now.byNumber.get(field.number);
    if (same === undefined) {
      const isReserved = now.reserved.some(
        ([from, to]) => from <= field.number && field.number <= to,
      );
      return isReserved
        ? []
        : [`${name} was removed, but its number ${field.number} is not reserved`];
    }
    const [was, is] = [show(field), show(same)];
    return was === is
      ? []
      : [`field number ${field.number}, ${name}, changed type from ${was} to ${is}`];
  });
}
// #endregion incompatible

/** A field's name may change, because it matters only in JSON. */
function show({ presence, type }: Field): string {
  if (presence === 'map') {
    const [key, value] = (type as MessageType).fields as readonly [Field, Field];
    return `map<${nameOf(key.type)}, ${nameOf(value.type)}>`;
  }
  return presence === 'repeated' ? `repeated ${nameOf(type)}` : nameOf(type);
}

function nameOf(type: FieldType): string {
  return type.kind === 'scalar' ? type.scalar : type.name;
}
