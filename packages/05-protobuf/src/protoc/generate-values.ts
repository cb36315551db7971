// Random option values for generate.ts: single tokens, and messages in text format.

import type { Random } from './random';

/**
 * The types of the options that generated files declare. Each file declares its own
 * `Opt`.
 */
export const OPTION_TYPES = [
  'string',
  'int32',
  'uint64',
  'double',
  'bool',
  'bytes',
  'Opt',
  'Opt.E',
];

/** Paths of fields in Opt that an option can set. */
export const OPT_FIELDS: readonly (readonly [name: string, type: string])[] = [
  ['s', 'string'],
  ['more.t', 'bool'],
  ['more.more.d', 'double'],
  ['n', 'int32'],
  ['list', 'Opt'],
  ['more', 'Opt'],
  ['e', 'Opt.E'],
];

export const OPT = `message Opt {
  string s = 1; repeated int32 n = 2; double d = 3; bool t = 4; Opt more = 5; repeated Opt list = 6;
  oneof o { sint32 x = 7; fixed32 y = 8; } map<string, uint64> m = 9; E e = 10; bytes b = 11; float f = 12;
  enum E { ZERO = 0; ONE = 1; MINUS = -1; }
}`;

const RIGHT: Readonly<Record<string, readonly string[]>> = {
  string: ['"x"', '\'y\' "z"', '"\\n\\101"', '""'],
  int32: ['0', '-1', '2147483647', '-2147483648', '0x7f', '010'],
  uint64: ['0', '18446744073709551615', '0xffffffffffffffff'],
  double: ['1', '-2', '1.5', '-2.5e3', '1e10', '.5', '5.'],
  bool: ['true', 'false'],
  bytes: ['"\\xff"', '"x"'],
  'Opt.E': ['ZERO', 'ONE', 'MINUS'],
};
const WRONG =
  '2147483648 -2147483649 18446744073709551616 -9223372036854775809 -1 1.5 1e400 "x" x true True t 1 2 inf -inf nan -nan TWO -ZERO {} [] [1] < > 09 0x'.split(
    ' ',
  );
/** Valid values for each field of Opt, in text format. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  s: RIGHT['string'] ?? [],
  n: ['1', '-1', '0x10', '010', '[]', '[1, 2]', '[-1]', '2147483647'],
  d: ['1', '-2.5e3', 'inf', '-inf', 'nan', 'infinity', '.5', '1e400', '-Inf', 'NaN'],
  t: ['true', 'false', 't', 'f', 'True', 'False', '0', '1', '01', '0x1'],
  x: ['-1', '2147483647', '- 1'],
  y: ['4294967295', '0'],
  e: ['ZERO', 'MINUS', '1', '-1', '0x1', '7'],
  b: RIGHT['bytes'] ?? [],
  f: ['1', '-1.5', 'nan', '3.5e38', '1e-50'],
};

/** @param isValid called for each choice; false allows an invalid one */
export function valueOf(type: string, random: Random, isValid: () => boolean): string {
  if (!isValid()) return random.pick([...WRONG, textOf(random, isValid, 0)]);
  return type === 'Opt' ? textOf(random, isValid, 0) : random.pick(RIGHT[type] ?? ['true']);
}

/** `{ s: "x" more { … } }` */
function textOf(random: Random, isValid: () => boolean, depth: number): string {
  const names = Object.keys(FIELDS).filter(() => random.oneIn(4));
  const fields = names.filter((name) => name !== 'y' || !names.includes('x') || !isValid());
  if (!isValid()) fields.push(random.pick([...fields, 'z', 'more', '[Opt.s]', 'S', 'o']));
  const parts = fields.map((name) => {
    const value = isValid() ? random.pick(FIELDS[name] ?? ['1']) : random.pick(WRONG);
    return `${name}${isValid() ? ':' : random.pick([' ', '::', '='])} ${value}`;
  });
  if (depth < 3) {
    const inner = (): string => textOf(random, isValid, depth + 1);
    if (random.oneIn(3)) parts.push(`more${random.pick([' ', ': '])}${inner()}`);
    if (random.oneIn(4)) parts.push(`list ${inner()}`, `list: [${inner()}, ${inner()}]`);
    if (random.oneIn(5)) parts.push('m { key: "a" value: 1 }', 'm: { value: 2 }', 'm: [{}]');
  }
  const separators = ['', '', ',', ';', ...(isValid() ? [] : [',,', ';;'])];
  const body = parts.map((part) => `${part}${random.pick(separators)}`).join(' ');
  return depth > 0 && random.oneIn(4) ? `< ${body} >` : `{ ${body} }`;
}
