// Parses messages, with the fields, oneofs, nested types and `extend` blocks inside them
// (chapter 05).

import type {
  EnumAst,
  ExtensionAst,
  FieldAst,
  MessageAst,
  Named,
  OneofAst,
  OptionAst,
  RangeAst,
} from './ast';
import { parseEnum } from './parse-enum';
import { MAX_FIELD_NUMBER, parseField, parseMessageName } from './parse-field';
import { parseOption } from './parse-options';
import { parseExtensionRanges, parseReserved } from './parse-reserved';
import type { Tokens } from './tokens';

/** The limit on nested messages, the same as protoc's. */
const MAX_DEPTH = 31;
/** protoc allows reserved numbers beyond the largest field number. */
const RESERVED_BOUNDS = { min: 0, max: 2_147_483_647 };

// #region message
export function parseMessage(tokens: Tokens, depth = 1): MessageAst {
  tokens.expect('message');
  const { at } = tokens.next;
  if (depth > MAX_DEPTH) throw tokens.error(`messages are nested deeper than ${MAX_DEPTH}`, at);
  const name = tokens.identifier('a message name');
  const fields: FieldAst[] = [];
  const oneofs: OneofAst[] = [];
  const messages: MessageAst[] = [];
  const enums: EnumAst[] = [];
  const extensions: ExtensionAst[] = [];
  const options: OptionAst[] = [];
  const reserved = { ranges: [] as RangeAst[], names: [] as Named[] };
  const extensionRanges: RangeAst[] = [];
  tokens.expect('{');
  while (!tokens.accept('}')) {
    if (tokens.nextIs('message')) messages.push(parseMessage(tokens, depth + 1));
    else if (tokens.nextIs('enum')) enums.push(parseEnum(tokens));
    else if (tokens.nextIs('oneof')) oneofs.push(parseOneof(tokens, fields));
    else if (tokens.nextIs('extend')) parseExtend(tokens, extensions);
    else if (tokens.nextIs('option')) options.push(parseOption(tokens));
    else if (tokens.nextIs('reserved')) parseReserved(tokens, RESERVED_BOUNDS, reserved);
    else if (tokens.syntax === 'proto2' && tokens.nextIs('extensions')) {
      parseExtensionRanges(tokens, { min: 1, max: MAX_FIELD_NUMBER }, extensionRanges);
    } else if (!tokens.accept(';')) fields.push(parseField(tokens));
  }
  return {
    name,
    at,
    fields,
    oneofs,
    messages,
    enums,
    extensions,
    options,
    reserved,
    extensionRanges,
  };
}
// #endregion message

/** @param fields receives the members, which are ordinary fields of the message */
function parseOneof(tokens: Tokens, fields: FieldAst[]): OneofAst {
  tokens.expect('oneof');
  const { at } = tokens.next;
  const name = tokens.identifier('a oneof name');
  const options: OptionAst[] = [];
  const before = fields.length;
  tokens.expect('{');
  while (!tokens.accept('}')) {
    if (tokens.nextIs('option')) options.push(parseOption(tokens));
    else fields.push(parseField(tokens, name));
  }
  if (fields.length === before) throw tokens.error(`oneof ${name} has no fields`, at);
  return { name, at, options };
}

/**
 * `extend google.protobuf.FieldOptions { string unit = 50001; }`. proto3 allows this only
 * for options.
 */
export function parseExtend(tokens: Tokens, extensions: ExtensionAst[]): void {
  tokens.expect('extend');
  const extendeeAt = tokens.next.at;
  const extendee = parseMessageName(tokens);
  tokens.expect('{');
  if (tokens.nextIs('}')) throw tokens.unexpected('a field');
  do {
    const { at } = tokens.next;
    const field = parseField(tokens);
    if (field.key !== undefined) throw tokens.error('an extension cannot be a map', at);
    if (field.jsonName !== undefined)
      throw tokens.error('json_name is not allowed on an extension', at);
    extensions.push({ ...field, extendee, extendeeAt });
  } while (!tokens.accept('}'));
}
