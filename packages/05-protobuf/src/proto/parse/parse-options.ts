// Options of a .proto file: a name and a value. What they may be is checked later
// (chapter 05).

import type { FileAst, OptionAst, OptionValue } from './ast';
import type { Tokens } from './tokens';

/** `option name = value;` */
export function parseOption(tokens: Tokens): OptionAst {
  tokens.expect('option');
  const option = parseAssignment(tokens);
  tokens.expect(';');
  return option;
}

/** After a field or a value: `[name = value, …]`, if there is one. */
export function parseBracketed(tokens: Tokens): OptionAst[] {
  const options: OptionAst[] = [];
  if (!tokens.accept('[')) return options;
  do options.push(parseAssignment(tokens));
  while (tokens.accept(','));
  tokens.expect(']');
  return options;
}

/** Whether it is this one of protobuf's own options. */
export function isOption({ name }: OptionAst, wanted: string): boolean {
  return name.length === 1 && name[0]?.name === wanted && !name[0].isExtension;
}

/**
 * Whether a file wants code without descriptors. Ours is the same; protoc has rules for
 * it.
 */
export function isLite({ options }: FileAst): boolean {
  const mode = options.find((option) => isOption(option, 'optimize_for'));
  return mode?.value.text === 'LITE_RUNTIME';
}

/** As it is written: `(my.option).size`. */
export function nameOf(name: OptionAst['name']): string {
  return name.map((part) => (part.isExtension ? `(${part.name})` : part.name)).join('.');
}

function parseAssignment(tokens: Tokens): OptionAst {
  const { at } = tokens.next;
  const name: { name: string; isExtension: boolean }[] = [];
  do {
    const isExtension = tokens.accept('(');
    const what = 'the name of an option';
    name.push({ name: isExtension ? tokens.reference(what) : tokens.word(what), isExtension });
    if (isExtension) tokens.expect(')');
  } while (tokens.accept('.'));
  tokens.expect('=');
  return { at, name, value: parseValue(tokens) };
}

function parseValue(tokens: Tokens): OptionValue {
  const { at } = tokens.next;
  if (tokens.accept('{')) return skipBlock(tokens, at);
  const sign = tokens.accept('-') ? '-' : '';
  const { kind } = tokens.next;
  if (kind === 'integer' || kind === 'float') {
    return { kind, text: sign + tokens.take().text, at };
  }
  if (sign !== '') throw tokens.unexpected('a number after the minus');
  if (kind === 'string') return { kind, text: tokens.string('a value'), at };
  return { kind: 'word', text: tokens.word('a value'), at };
}

/**
 * A message in protobuf's text format, `{ a: 1 b { … } }`: here only its end is found.
 */
function skipBlock(tokens: Tokens, at: number): OptionValue {
  for (let open = 1; open > 0;) {
    if (tokens.next.kind === 'end') throw tokens.unexpected('"}"');
    if (tokens.sees('{')) open++;
    if (tokens.sees('}')) open--;
    tokens.take();
  }
  return { kind: 'block', text: '', at };
}
