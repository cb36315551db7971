// Parses options, which are a name and a value. Whether the option exists and accepts the
// value is checked later, in check-options.ts (chapter 05).

import type { FileAst, OptionAst, OptionValue } from './ast';
import type { Tokens } from './tokens';

/** `option name = value;` */
export function parseOption(tokens: Tokens): OptionAst {
  tokens.expect('option');
  const option = parseAssignment(tokens);
  tokens.expect(';');
  return option;
}

/** Optional options after a field or an enum value: `[name = value, …]`. */
export function parseBracketed(tokens: Tokens): OptionAst[] {
  const options: OptionAst[] = [];
  if (!tokens.accept('[')) return options;
  do options.push(parseAssignment(tokens));
  while (tokens.accept(','));
  tokens.expect(']');
  return options;
}

/** Whether this is the built-in option `wanted`. */
export function isOption({ name }: OptionAst, wanted: string): boolean {
  return name.length === 1 && name[0]?.name === wanted && !name[0].isExtension;
}

/**
 * Whether a file asks for generated code without descriptors. That makes no difference
 * here, but protoc restricts which files such a file can import and extend.
 */
export function isLite({ options }: FileAst): boolean {
  const mode = options.find((option) => isOption(option, 'optimize_for'));
  return mode?.value.text === 'LITE_RUNTIME';
}

/** The name as written: `(my.option).size`. */
export function nameOf(name: OptionAst['name']): string {
  return name.map((part) => (part.isExtension ? `(${part.name})` : part.name)).join('.');
}

function parseAssignment(tokens: Tokens): OptionAst {
  const { at } = tokens.next;
  const name: { name: string; isExtension: boolean }[] = [];
  do {
    const isExtension = tokens.accept('(');
    const what = 'an option name';
    name.push({
      name: isExtension ? tokens.reference(what) : tokens.identifier(what),
      isExtension,
    });
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
  if (sign !== '') throw tokens.unexpected('a number after "-"');
  if (kind === 'string') return { kind, text: tokens.string('a value'), at };
  return { kind: 'identifier', text: tokens.identifier('a value'), at };
}

/**
 * Skips a message in text format, `{ a: 1 b { … } }`, by finding its end.
 */
function skipBlock(tokens: Tokens, at: number): OptionValue {
  for (let open = 1; open > 0;) {
    if (tokens.next.kind === 'end') throw tokens.unexpected('"}"');
    if (tokens.nextIs('{')) open++;
    if (tokens.nextIs('}')) open--;
    tokens.take();
  }
  return { kind: 'block', text: '', at };
}
