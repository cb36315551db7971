// One field of a message in a .proto file (chapter 05).

import { SCALARS } from '../../schema/schema';
import type { FieldAst } from './ast';
import { isOption, parseBracketed } from './parse-options';
import type { Tokens } from './tokens';

export const MAX_FIELD_NUMBER = 536_870_911;
/** proto2 keywords that can appear in place of a label or a type. */
const PROTO2_ONLY = ['required', 'extensions'];

// #region field
/** `repeated int32 sizes = 4 [packed = false];` */
export function parseField(tokens: Tokens, oneof?: string): FieldAst {
  const start = tokens.next;
  const label = parseLabel(tokens);
  let type = parseType(tokens, 'a field or "}"');
  let key: string | undefined;
  if (type === 'map' && tokens.accept('<')) {
    key = parseType(tokens, 'a key type');
    tokens.expect(',');
    type = parseType(tokens, 'a value type');
    tokens.expect('>');
  }
  if (key !== undefined && (label !== 'none' || oneof !== undefined)) {
    throw tokens.error('a map field cannot have a label or be in a oneof', start.at);
  }
  if (label !== 'none' && oneof !== undefined) {
    throw tokens.error(`a field in a oneof cannot be ${label}`, start.at);
  }
  const { at } = tokens.next;
  const name = tokens.identifier('a field name');
  tokens.expect('=');
  const number = tokens.integer('a field number', 1, MAX_FIELD_NUMBER);
  const { options, jsonName } = parseFieldOptions(tokens);
  tokens.expect(';');
  return { name, at, number, label, type, key, oneof, options, jsonName };
}
// #endregion field

function parseLabel(tokens: Tokens): FieldAst['label'] {
  const { text, at } = tokens.next;
  if (tokens.syntax === 'proto3' && PROTO2_ONLY.some((word) => tokens.nextIs(word))) {
    throw tokens.error(`"${text}" is not allowed in proto3`, at);
  }
  for (const label of ['optional', 'required', 'repeated'] as const) {
    if (tokens.accept(label)) return label;
  }
  return 'none';
}

/**
 * A scalar's name is a complete type, so `int32.x` is not a message name. The same goes
 * for `map`.
 */
function parseType(tokens: Tokens, what: string): string {
  if (tokens.nextIs('group'))
    throw tokens.error('"group" is not allowed in proto3', tokens.next.at);
  return tokens.nextIs('map') || nextIsScalar(tokens)
    ? tokens.identifier(what)
    : tokens.reference(what);
}

/** For places that allow only a message: a method's input and output, `extend`. */
export function parseMessageName(tokens: Tokens): string {
  const what = 'a message name';
  if (tokens.nextIs('group') || nextIsScalar(tokens)) throw tokens.unexpected(what);
  return tokens.reference(what);
}

function nextIsScalar(tokens: Tokens): boolean {
  return (
    (SCALARS as readonly string[]).includes(tokens.next.text) && tokens.next.kind === 'identifier'
  );
}

/**
 * `json_name` and proto2's `default` look like options, but belong to the field itself.
 */
function parseFieldOptions(tokens: Tokens): Pick<FieldAst, 'options' | 'jsonName'> {
  const options = parseBracketed(tokens);
  const jsonNames = options.filter((option) => isOption(option, 'json_name'));
  for (const { value } of jsonNames) {
    if (value.kind !== 'string') throw tokens.error('expected a string for json_name', value.at);
  }
  if (jsonNames[1] !== undefined) throw tokens.error('json_name was already set', jsonNames[1].at);
  const explicit = options.find((option) => isOption(option, 'default'));
  if (explicit !== undefined && tokens.syntax === 'proto3') {
    throw tokens.error('explicit default values are not allowed in proto3', explicit.at);
  }
  const own = options.filter(
    (option) => !isOption(option, 'json_name') && !isOption(option, 'default'),
  );
  return { options: own, jsonName: jsonNames[0]?.value.text };
}
