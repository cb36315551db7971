// A scalar as one types it, and back (chapter 05): for pages that let one change a value
// and show what becomes of the bytes.

import { typedText } from '@bytes-up/codec';
import type { Value } from '../message/message';
import type { EnumType, FieldType, MessageType } from '../schema/schema';
import { scalarCodecs } from '../wire/scalars';
import { Writer } from '../wire/writer';

export type EditableType = Exclude<FieldType, MessageType>;

/** @returns undefined for text that cannot be typed in one line */
export function editableText(value: Value, type: EditableType): string | undefined {
  if (typeof value === 'string') return typedText(Buffer.from(value));
  if (value instanceof Uint8Array)
    return Buffer.from(value)
      .toString('hex')
      .replace(/..(?=.)/g, '$& ');
  if (value === undefined || typeof value === 'object') return undefined;
  if (type.kind === 'enum') return nameOf(type, value as number) ?? String(value);
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * What was typed as the bytes of a value, with its length if the type has one.
 * @throws TypeError that says what was expected
 */
export function encodeTyped(text: string, type: EditableType): Uint8Array {
  const value = read(text, type);
  const { fits, write, expects } = scalarCodecs[type.kind === 'enum' ? 'int32' : type.scalar];
  if (value === undefined || !fits(value))
    throw new TypeError(`expected ${expected(type, expects)}, got ${JSON.stringify(text)}`);
  const writer = new Writer();
  write(writer, value as never);
  return writer.take();
}

function read(text: string, type: EditableType): Value {
  if (type.kind === 'enum') return type.values.get(text) ?? integer(text);
  switch (type.scalar) {
    case 'string':
      return text;
    case 'bytes':
      return /^(?:[\da-f]{2} *)*$/i.test(text)
        ? Buffer.from(text.replaceAll(' ', ''), 'hex')
        : undefined;
    case 'bool':
      return text === 'true' || (text === 'false' ? false : undefined);
    case 'float':
    case 'double':
      return /^(?:-?(?:[\d.]+(?:e[-+]?\d+)?|Infinity)|NaN)$/i.test(text) ? number(text) : undefined;
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return bigInteger(text);
    case 'int32':
    case 'uint32':
    case 'sint32':
    case 'fixed32':
    case 'sfixed32':
      return integer(text);
  }
}

function number(text: string): number | undefined {
  const value = Number(text);
  return Number.isNaN(value) && text !== 'NaN' ? undefined : value;
}

function integer(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}

function bigInteger(text: string): bigint | undefined {
  return /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
}

function nameOf({ values }: EnumType, value: number): string | undefined {
  return [...values].find(([, number]) => number === value)?.[0];
}

function expected(type: EditableType, expects: string): string {
  if (type.kind === 'enum') return `one of ${[...type.values.keys()].join(', ')}, or a number`;
  return type.scalar === 'bytes' ? 'bytes as hex' : expects.replace('bigint', 'integer');
}
