// Damages a .proto file the way a typing mistake would: by adding, deleting or
// replacing a token.

import type { Random } from './random';

/** Splits a file into tokens, comments, whitespace and stray characters. */
const PIECES = /\s+|\/\/[^\n]*|"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*|[\d.]+\w*|[^]/g;
const INSERTIONS =
  '; { } = [ ] ( ) , . < > : - + / * # @ " \' \\ 0 1 -1 1to 09 0x 1e 1.5 .5 2147483648 536870912 19000 "a" "\\x" /* /*/**/ //\n to max map group required optional repeated oneof extend extensions reserved option message enum rpc stream returns import public weak package syntax true default packed allow_alias json_name \u00a0 \ufeff \u2028 \u00e4 \0 \f'.split(
    ' ',
  );

export function damage(text: string, random: Random): string {
  const pieces = text.match(PIECES) ?? [];
  for (let times = 1 + random.below(2); times > 0; times--) {
    const at = random.below(pieces.length);
    const other = random.pick(pieces);
    switch (random.below(6)) {
      case 0:
        pieces.splice(at, 1);
        break;
      case 1:
        pieces.splice(at, 0, other);
        break;
      case 2:
        pieces[at] = other;
        break;
      case 3:
        pieces[at] = random.pick(INSERTIONS);
        break;
      case 4:
        pieces.splice(at, 0, random.pick(INSERTIONS));
        break;
      default:
        pieces.splice(at, 1 + random.below(8));
    }
  }
  return pieces.join('');
}
