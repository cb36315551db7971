// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'one space separates words',
    find: 'while (isSpace(line[at])) at++;',
    replace: 'if (isSpace(line[at])) at++;',
    caughtBy: 'SET  name',
  },
  {
    change: 'a word is text',
    find: 'words.push(Buffer.from(word));',
    replace: 'words.push(Buffer.from(Buffer.from(word).toString()));',
    caughtBy: 'bytes that are not UTF-8',
  },
  {
    change: 'single quotes have the same escapes',
    find: '(quote === SINGLE && next !== SINGLE)',
    replace: 'next < 0',
    caughtBy: "'a\\n\"b'",
  },
  {
    change: '\\x needs no digits',
    find: '/^[0-9a-f]{2}$/i.test(hex)',
    replace: 'hex.length > 0',
    caughtBy: '"\\xg"',
  },
  {
    change: 'hexadecimal digits must be lower case',
    find: '/^[0-9a-f]{2}$/i',
    replace: '/^[0-9a-f]{2}$/',
    caughtBy: '"\\x00\\xFF"',
  },
  {
    change: 'hexadecimal digits are whatever parseInt accepts',
    find: '/^[0-9a-f]{2}$/i.test(hex)',
    replace: '(Number(`0x${hex[1]}`) >= 0 && parseInt(hex, 16) >= 0)',
    caughtBy: '"\\x+1"',
  },
  {
    change: 'a backslash outside quotes hides a quote',
    find: 'if (byte === DOUBLE || byte === SINGLE) return',
    replace: 'if ((byte === DOUBLE || byte === SINGLE) && line[at - 1] !== BACKSLASH) return',
    caughtBy: 'a\\"b c"',
  },
  {
    change: 'only a space may follow a quote',
    find: '!isSpace(line[at + 1])',
    replace: 'line[at + 1] !== SPACE',
    caughtBy: '"a"\tb',
  },
  {
    change: 'two backslashes in single quotes are one',
    find: '(quote === SINGLE && next !== SINGLE)',
    replace: '(quote === SINGLE && next !== SINGLE && next !== BACKSLASH)',
    caughtBy: "'a\\\\b'",
  },
  {
    change: 'the line is changed',
    find: '      word.push(parseInt(hex, 16));\n',
    replace: '      word.push((line[at] = parseInt(hex, 16)));\n',
    caughtBy: '"\\x00\\xFF"',
  },
  {
    change: 'an open quote ends with the line',
    find: "throw invalid('a closing quote');",
    replace: 'return line.length;',
    caughtBy: 'refused: "a',
  },
  {
    change: 'a word may follow a closing quote directly',
    find: "if (at + 1 < line.length && !isSpace(line[at + 1])) throw invalid('a space after a quote');",
    replace: '',
    caughtBy: 'refused: "a"b',
  },
  {
    change: 'a backslash is an escape outside quotes, too',
    find: '    word.push(byte);\n  }\n  return { word, end: at };',
    replace:
      '    word.push(byte === BACKSLASH ? line.readUInt8(++at) : byte);\n  }\n  return { word, end: at };',
    caughtBy: 'a\\n',
  },
];
