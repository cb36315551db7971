// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a length counts characters',
    find: '$${bytes.length}',
    replace: '$${String(word).length}',
    caughtBy: 'ECHO é',
  },
  {
    change: 'every word becomes a string',
    find: "typeof word === 'string' ? Buffer.from(word) : word",
    replace: 'Buffer.from(String(word))',
    caughtBy: 'a word of any bytes',
  },
  {
    change: 'line breaks in a word are removed',
    find: "typeof word === 'string' ? Buffer.from(word) : word",
    replace: "Buffer.from(typeof word === 'string' ? word.replace(/[\\r\\n]/g, '') : word)",
    caughtBy: 'a word with a command in it',
  },
  {
    change: 'lines end with a line feed alone',
    find: 'Buffer.from(`*${words.length}\\r\\n`)',
    replace: 'Buffer.from(`*${words.length}\\n`)',
    caughtBy: 'PING',
  },
];
