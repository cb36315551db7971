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
    change: 'the number of words has one digit',
    find: '*${words.length}',
    replace: '*${words.length % 10}',
    caughtBy: 'a command of eleven words',
  },
  {
    change: 'every command is returned in the same memory',
    find: 'return Buffer.concat(parts);',
    replace:
      'const own = encodeCommand as { shared?: Buffer };\n' +
      '  own.shared ??= Buffer.alloc(10_000);\n' +
      '  const whole = Buffer.concat(parts);\n' +
      '  own.shared.set(whole);\n' +
      '  return own.shared.subarray(0, whole.length);',
    caughtBy: 'the next command does not change the one before',
  },
  {
    change: 'lines end with a line feed alone',
    find: 'Buffer.from(`*${words.length}\\r\\n`)',
    replace: 'Buffer.from(`*${words.length}\\n`)',
    caughtBy: 'PING',
  },
];
