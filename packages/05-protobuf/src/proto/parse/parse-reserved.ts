// Parses `reserved`, and the `extensions` ranges of descriptor.proto (chapter 05).

import type { Named, RangeAst } from './ast';
import { parseBracketed } from './parse-options';
import type { Tokens } from './tokens';

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** `reserved 2, 9 to 11, 40 to max;` or `reserved "colour", "size";` */
export function parseReserved(
  tokens: Tokens,
  bounds: Bounds,
  { ranges, names }: { readonly ranges: RangeAst[]; readonly names: Named[] },
): void {
  tokens.expect('reserved');
  if (tokens.next.kind === 'string') {
    do {
      const { at } = tokens.next;
      names.push({ name: tokens.string('a quoted name'), at });
    } while (tokens.accept(','));
  } else parseRanges(tokens, bounds, ranges);
  tokens.expect(';');
}

/** `extensions 1000 to max;` */
export function parseExtensionRanges(tokens: Tokens, bounds: Bounds, ranges: RangeAst[]): void {
  tokens.expect('extensions');
  parseRanges(tokens, bounds, ranges);
  parseBracketed(tokens);
  tokens.expect(';');
}

function parseRanges(tokens: Tokens, { min, max }: Bounds, ranges: RangeAst[]): void {
  do {
    const { at } = tokens.next;
    const from = tokens.integer('a number or a quoted name', min, max);
    const to = !tokens.accept('to')
      ? from
      : tokens.accept('max')
        ? max
        : tokens.integer('a number or max', min, max);
    if (to < from) throw tokens.error(`range ends before it starts: ${from} to ${to}`, at);
    ranges.push({ from, to, at });
  } while (tokens.accept(','));
}
