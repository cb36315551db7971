// Messages and enums of a .proto file (chapter 05).

import type { EnumAst, FieldAst, MessageAst, ReservedAst } from './ast';
import { parseBracketed, parseOption } from './parse-options';
import type { Tokens } from './tokens';

/** Messages within messages, at most. */
const MAX_DEPTH = 32;
const MAX_FIELD_NUMBER = 536_870_911;
const MAX_ENUM_NUMBER = 2_147_483_647;
/** What other versions of the language have in the place of a label or a type. */
const NOT_PROTO3 = ['required', 'group', 'extensions', 'extend'];

// #region message
/** After `message`. */
export function parseMessage(tokens: Tokens, depth = 1): MessageAst {
  const { at } = tokens.next;
  if (depth > MAX_DEPTH) throw tokens.error(`messages are nested deeper than ${MAX_DEPTH}`, at);
  const name = tokens.word('the name of a message');
  const fields: FieldAst[] = [];
  const messages: MessageAst[] = [];
  const enums: EnumAst[] = [];
  const reserved = noneReserved();
  tokens.expect('{');
  while (!tokens.accept('}')) {
    if (tokens.accept('message')) messages.push(parseMessage(tokens, depth + 1));
    else if (tokens.accept('enum')) enums.push(parseEnum(tokens));
    else if (tokens.accept('oneof')) fields.push(...parseOneof(tokens));
    else if (tokens.accept('option')) parseOption(tokens);
    else if (tokens.accept('reserved')) parseReserved(tokens, MAX_FIELD_NUMBER, reserved);
    else if (!tokens.accept(';')) fields.push(parseField(tokens, undefined));
  }
  return { name, at, fields, messages, enums, reserved };
}
// #endregion message

function parseOneof(tokens: Tokens): FieldAst[] {
  const { at } = tokens.next;
  const oneof = tokens.word('the name of a oneof');
  const fields: FieldAst[] = [];
  tokens.expect('{');
  while (!tokens.accept('}')) {
    if (tokens.accept('option')) parseOption(tokens);
    else if (!tokens.accept(';')) fields.push(parseField(tokens, oneof));
  }
  if (fields.length === 0) throw tokens.error(`oneof ${oneof} has no fields`, at);
  return fields;
}

// #region field
/** `repeated int32 sizes = 4 [packed = false];` */
function parseField(tokens: Tokens, oneof: string | undefined): FieldAst {
  const start = tokens.next;
  if (NOT_PROTO3.includes(start.text)) {
    throw tokens.error(`"${start.text}" is not part of proto3`, start.at);
  }
  const label = tokens.accept('repeated')
    ? 'repeated'
    : tokens.accept('optional')
      ? 'optional'
      : 'none';
  let type = tokens.dotted('a field, or "}"');
  let key: string | undefined;
  if (type === 'map' && tokens.accept('<')) {
    key = tokens.word('the type of the keys');
    tokens.expect(',');
    type = tokens.dotted('the type of the values');
    tokens.expect('>');
  }
  if (key !== undefined && (label !== 'none' || oneof !== undefined)) {
    throw tokens.error('a map has no label, and stands in no oneof', start.at);
  }
  if (label !== 'none' && oneof !== undefined) {
    throw tokens.error(`the field of a oneof cannot be ${label}`, start.at);
  }
  const { at } = tokens.next;
  const name = tokens.word('the name of a field');
  tokens.expect('=');
  const number = numberIn(tokens, 'the number of a field', 1, MAX_FIELD_NUMBER);
  const options = parseBracketed(tokens);
  tokens.expect(';');
  const packed = options.has('packed') ? options.get('packed') === 'true' : undefined;
  return { name, at, number, label, type, key, packed, oneof };
}
// #endregion field

/** After `enum`. */
export function parseEnum(tokens: Tokens): EnumAst {
  const { at } = tokens.next;
  const name = tokens.word('the name of an enum');
  const values: { name: string; number: number; at: number }[] = [];
  const reserved = noneReserved();
  let allowAlias = false;
  tokens.expect('{');
  while (!tokens.accept('}')) {
    if (tokens.accept('option')) {
      const [option, value] = parseOption(tokens);
      if (option === 'allow_alias') allowAlias = value === 'true';
    } else if (tokens.accept('reserved')) parseReserved(tokens, MAX_ENUM_NUMBER, reserved);
    else if (!tokens.accept(';')) {
      const valueAt = tokens.next.at;
      const value = tokens.word('a value, or "}"');
      tokens.expect('=');
      const number = numberIn(tokens, 'a number', -MAX_ENUM_NUMBER - 1, MAX_ENUM_NUMBER);
      parseBracketed(tokens);
      tokens.expect(';');
      values.push({ name: value, number, at: valueAt });
    }
  }
  return { name, at, values, allowAlias, reserved };
}

const noneReserved = () => ({
  ranges: [] as (readonly [number, number])[],
  names: [] as string[],
});

/** `reserved 2, 9 to 11, 40 to max;` or `reserved "colour", "size";` */
function parseReserved(
  tokens: Tokens,
  max: number,
  reserved: { readonly [K in keyof ReservedAst]: ReservedAst[K][number][] },
): void {
  if (tokens.next.kind === 'string') {
    do reserved.names.push(tokens.string('a name, in quotes'));
    while (tokens.accept(','));
  } else {
    do {
      const { at } = tokens.next;
      const from = tokens.integer('a number, or a name in quotes');
      const to = tokens.accept('to')
        ? tokens.accept('max')
          ? max
          : tokens.integer('a number, or max')
        : from;
      if (to < from || to > max) throw tokens.error(`${from} to ${to} is no range`, at);
      reserved.ranges.push([from, to]);
    } while (tokens.accept(','));
  }
  tokens.expect(';');
}

function numberIn(tokens: Tokens, what: string, min: number, max: number): number {
  const { at } = tokens.next;
  const number = tokens.integer(what);
  if (number < min || number > max) {
    throw tokens.error(`expected ${what}, from ${min} to ${max}, got ${number}`, at);
  }
  return number;
}
