// Options of a .proto file. Two matter here, packed and allow_alias; the rest is read and left (chapter 05).

import type { Tokens } from './tokens';

/** Of each option its name, and what stands after the equals sign if that is one word. */
export type Options = ReadonlyMap<string, string>;

/** After `option`: `name = value;` */
export function parseOption(tokens: Tokens): readonly [name: string, value: string] {
  const option = parseAssignment(tokens);
  tokens.expect(';');
  return option;
}

/** After a field or a value: `[name = value, …]`, if it is there. */
export function parseBracketed(tokens: Tokens): Options {
  const options = new Map<string, string>();
  if (!tokens.accept('[')) return options;
  do {
    const [name, value] = parseAssignment(tokens);
    options.set(name, value);
  } while (tokens.accept(','));
  tokens.expect(']');
  return options;
}

/** The body of a method, after its brace: options and nothing else. */
export function skipOptions(tokens: Tokens): void {
  while (!tokens.accept('}')) {
    if (tokens.accept('option')) parseOption(tokens);
    else if (!tokens.accept(';')) throw tokens.unexpected('option or "}"');
  }
}

function parseAssignment(tokens: Tokens): readonly [name: string, value: string] {
  let name = '';
  do {
    if (tokens.accept('(')) {
      name += `(${tokens.dotted('the name of an option')})`;
      tokens.expect(')');
    } else name += tokens.word('the name of an option');
    if (tokens.next.text === '.') name += '.';
  } while (tokens.accept('.'));
  tokens.expect('=');
  return [name, parseValue(tokens)];
}

function parseValue(tokens: Tokens): string {
  if (tokens.next.kind === 'string') return tokens.string('a value');
  if (tokens.accept('{')) return skipBraces(tokens);
  const sign = tokens.accept('-') ? '-' : '';
  if (!sign) tokens.accept('+');
  if (tokens.next.kind === 'number') return sign + tokens.take().text;
  return sign + tokens.dotted('a value');
}

/** A value in text format, `{ a: 1 b { … } }`: only its end is looked for. */
function skipBraces(tokens: Tokens): string {
  for (let open = 1; open > 0;) {
    if (tokens.next.kind === 'end') throw tokens.unexpected('"}"');
    const { kind, text } = tokens.take();
    if (kind === 'sign' && text === '{') open++;
    if (kind === 'sign' && text === '}') open--;
  }
  return '{}';
}
