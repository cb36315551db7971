// Wrong fixes, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

const REMEMBERS = 'this.#searched = newline < 0 ? bytes : 0;';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'every search begins at the first byte',
    find: REMEMBERS,
    replace: 'this.#searched = 0;',
    caughtBy: 'a line in a thousand chunks is searched once',
  },
  {
    change: 'it is reset where a value ends, not where a line does',
    find: REMEMBERS,
    replace: 'this.#searched = newline < 0 || this.#levels.length > 0 ? bytes : 0;',
    caughtBy: 'an array, cut after its first line',
  },
  {
    change: 'the search for a line’s end begins after the bytes that were removed',
    find: REMEMBERS,
    replace: 'this.#searched = newline < 0 ? bytes : newline + 1;',
    caughtBy: 'an array, cut after its first line',
  },
  {
    change: 'an incomplete line is not counted against its limit',
    find: 'if (bytes > this.#limits.maxLineBytes) throw lineTooLong(this.#limits, this.#position);',
    replace:
      'if (newline >= 0 && bytes > this.#limits.maxLineBytes) throw lineTooLong(this.#limits, this.#position);',
    caughtBy: 'a line over its limit is refused, however it is cut',
  },
];
