// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a length counts itself',
    find: "{ at: 3, number: 2, wireType: 'LEN', end: 7 }",
    replace: "{ at: 3, number: 2, wireType: 'LEN', end: 6 }",
    caughtBy: 'the second field',
  },
  {
    change: 'a varint is read with the high bits first',
    find: 'return 150;',
    replace: 'return 2817;',
    caughtBy: 'the first value as int32',
  },
  {
    change: 'zigzag is not decoded',
    find: 'return 75;',
    replace: 'return 150;',
    caughtBy: 'the first value as sint32',
  },
  {
    change: 'the key is mistaken for the field number',
    find: 'number: 13, value: 105',
    replace: 'number: 104, value: 105',
    caughtBy: 'the second value as a message',
  },
];
