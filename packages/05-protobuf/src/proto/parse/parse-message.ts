// Messages of a .proto file, and what may be inside: fields, oneofs, types, `extend`
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

/** Messages within messages. protoc has the same limit. */
const MAX_DEPTH = 31;
/** Numbers beyond the largest field number may be reserved: protoc lets them. */
const RESERVED_BOUNDS = { min: 0, max: 2_147_483_647 };

// #region message
export function parseMessage(tokens: Tokens, depth = 1): MessageAst {
  tokens.expect('message');
  const { at } = tokens.next;
  if (depth > MAX_DEPTH) throw tokens.error(`messages are nested deeper than ${MAX_DEPTH}`, at);
  const name = tokens.word('the name of a message');
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
    if (tokens.sees('message')) messages.push(parseMessage(tokens, depth + 1));
    else if (tokens.sees('enum')) enums.push(parseEnum(tokens));
    else if (tokens.sees('oneof')) oneofs.push(parseOneof(tokens, fields));
    else if (tokens.sees('extend')) parseExtend(tokens, extensions);
    else if (tokens.sees('option')) options.push(parseOption(tokens));
    else if (tokens.sees('reserved')) parseReserved(tokens, RESERVED_BOUNDS, reserved);
    else if (tokens.syntax === 'proto2' && tokens.sees('extensions')) {
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

/** @param fields takes the members, which are fields of the message like others */
function parseOneof(tokens: Tokens, fields: FieldAst[]): OneofAst {
  tokens.expect('oneof');
  const { at } = tokens.next;
  const name = tokens.word('the name of a oneof');
  const options: OptionAst[] = [];
  const before = fields.length;
  tokens.expect('{');
  while (!tokens.accept('}')) {
    if (tokens.sees('option')) options.push(parseOption(tokens));
    else fields.push(parseField(tokens, name));
  }
  if (fields.length === before) throw tokens.error(`oneof ${name} has no fields`, at);
  return { name, at, options };
}

/**
 * `extend google.protobuf.FieldOptions { string unit = 50001; }`: in proto3 only options
 * are extended.
 */
export function parseExtend(tokens: Tokens, extensions: ExtensionAst[]): void {
  tokens.expect('extend');
  const extendeeAt = tokens.next.at;
  const extendee = parseMessageName(tokens);
  tokens.expect('{');
  if (tokens.sees('}')) throw tokens.unexpected('a field');
  do {
    const { at } = tokens.next;
    const field = parseField(tokens);
    if (field.key !== undefined) throw tokens.error('an extension cannot be a map', at);
    if (field.jsonName !== undefined) throw tokens.error('an extension has no json_name', at);
    extensions.push({ ...field, extendee, extendeeAt });
  } while (!tokens.accept('}'));
}
