// One field of a message in a .proto file (chapter 05).

import { SCALARS } from '../../schema/schema';
import type { FieldAst } from './ast';
import { isOption, parseBracketed } from './parse-options';
import type { Tokens } from './tokens';

export const MAX_FIELD_NUMBER = 536_870_911;
/** What other versions of the language have in place of a label or a type. */
const NOT_PROTO3 = ['required', 'extensions'];

// #region field
/** `repeated int32 sizes = 4 [packed = false];` */
export function parseField(tokens: Tokens, oneof?: string): FieldAst {
  const start = tokens.next;
  const label = parseLabel(tokens);
  let type = parseType(tokens, 'a field, or "}"');
  let key: string | undefined;
  if (type === 'map' && tokens.accept('<')) {
    key = parseType(tokens, 'the type of the keys');
    tokens.expect(',');
    type = parseType(tokens, 'the type of the values');
    tokens.expect('>');
  }
  if (key !== undefined && (label !== 'none' || oneof !== undefined)) {
    throw tokens.error('a map has no label, and cannot be in a oneof', start.at);
  }
  if (label !== 'none' && oneof !== undefined) {
    throw tokens.error(`a field of a oneof cannot be ${label}`, start.at);
  }
  const { at } = tokens.next;
  const name = tokens.word('the name of a field');
  tokens.expect('=');
  const number = tokens.integer('the number of a field', 1, MAX_FIELD_NUMBER);
  const { options, jsonName } = parseFieldOptions(tokens);
  tokens.expect(';');
  return { name, at, number, label, type, key, oneof, options, jsonName };
}
// #endregion field

function parseLabel(tokens: Tokens): FieldAst['label'] {
  const { text, at } = tokens.next;
  if (tokens.syntax === 'proto3' && NOT_PROTO3.some((word) => tokens.sees(word))) {
    throw tokens.error(`"${text}" is not part of proto3`, at);
  }
  for (const label of ['optional', 'required', 'repeated'] as const) {
    if (tokens.accept(label)) return label;
  }
  return 'none';
}

/**
 * The name of a scalar type ends there: `int32.x` is not the name of a message. The same
 * goes for `map`.
 */
function parseType(tokens: Tokens, what: string): string {
  if (tokens.sees('group')) throw tokens.error('"group" is not part of proto3', tokens.next.at);
  return tokens.sees('map') || seesScalar(tokens) ? tokens.word(what) : tokens.reference(what);
}

/** Where only a message can be: what a method takes, what `extend` extends. */
export function parseMessageName(tokens: Tokens): string {
  const what = 'the name of a message';
  if (tokens.sees('group') || seesScalar(tokens)) throw tokens.unexpected(what);
  return tokens.reference(what);
}

function seesScalar(tokens: Tokens): boolean {
  return (SCALARS as readonly string[]).includes(tokens.next.text) && tokens.next.kind === 'word';
}

/**
 * Two look like options, but belong to the field itself: `json_name`, and proto2's
 * `default`.
 */
function parseFieldOptions(tokens: Tokens): Pick<FieldAst, 'options' | 'jsonName'> {
  const options = parseBracketed(tokens);
  const jsonNames = options.filter((option) => isOption(option, 'json_name'));
  for (const { value } of jsonNames) {
    if (value.kind !== 'string') throw tokens.error('expected a string for json_name', value.at);
  }
  if (jsonNames[1] !== undefined) throw tokens.error('json_name is set twice', jsonNames[1].at);
  const explicit = options.find((option) => isOption(option, 'default'));
  if (explicit !== undefined && tokens.syntax === 'proto3') {
    throw tokens.error('proto3 has no explicit default values', explicit.at);
  }
  const own = options.filter(
    (option) => !isOption(option, 'json_name') && !isOption(option, 'default'),
  );
  return { options: own, jsonName: jsonNames[0]?.value.text };
}
