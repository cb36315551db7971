// Parses enums (chapter 05).

import type { EnumAst, EnumValueAst, Named, OptionAst, RangeAst } from './ast';
import { parseBracketed, parseOption } from './parse-options';
import { parseReserved } from './parse-reserved';
import type { Tokens } from './tokens';

/** Values are int32. */
const BOUNDS = { min: -2_147_483_648, max: 2_147_483_647 };

export function parseEnum(tokens: Tokens): EnumAst {
  tokens.expect('enum');
  const { at } = tokens.next;
  const name = tokens.identifier('an enum name');
  const values: EnumValueAst[] = [];
  const options: OptionAst[] = [];
  const reserved = { ranges: [] as RangeAst[], names: [] as Named[] };
  tokens.expect('{');
  while (!tokens.accept('}')) {
    if (tokens.nextIs('option')) options.push(parseOption(tokens));
    else if (tokens.nextIs('reserved')) parseReserved(tokens, BOUNDS, reserved);
    else if (!tokens.accept(';')) values.push(parseValue(tokens));
  }
  return { name, at, values, options, reserved };
}

/** `OPEN = 1 [deprecated = true];` */
function parseValue(tokens: Tokens): EnumValueAst {
  const { at } = tokens.next;
  const name = tokens.identifier('an enum value or "}"');
  tokens.expect('=');
  const number = tokens.integer('an enum value number', BOUNDS.min, BOUNDS.max);
  const options = parseBracketed(tokens);
  tokens.expect(';');
  return { name, at, number, options };
}
