// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a bool in a list has no bytes',
    find: 'return inField ? offset : after(bytes, offset, 1);',
    replace: 'return offset;',
    caughtBy: 'a list of three bools',
  },
  {
    change: 'an unknown result becomes the value 0',
    find: "if (outcome === undefined) throw invalid('no outcome that this client knows', bytes.length);\n  return outcome;",
    replace: 'return outcome ?? { value: 0 };',
    caughtBy: 'the new exception, in field 2 is refused',
  },
  {
    change: 'there is no limit on levels',
    find: 'if (depth >= MAX_DEPTH && type >= LIST)',
    replace: 'if (depth >= Infinity)',
    caughtBy: '65 nested structs is refused',
  },
  {
    change: 'one level too few',
    find: 'if (depth >= MAX_DEPTH && type >= LIST)',
    replace: 'if (depth >= MAX_DEPTH - 1 && type >= LIST)',
    caughtBy: '64 nested structs',
  },
  {
    change: 'one level too many',
    find: 'if (depth >= MAX_DEPTH && type >= LIST)',
    replace: 'if (depth > MAX_DEPTH && type >= LIST)',
    caughtBy: '65 nested structs is refused',
  },
  {
    change: 'a list does not count as a level',
    find: 'if (depth >= MAX_DEPTH && type >= LIST)',
    replace: 'if (depth >= (type === LIST ? MAX_DEPTH + 1 : MAX_DEPTH) && type >= LIST)',
    caughtBy: '65 nested lists is refused',
  },
  {
    change: 'a map does not count as a level',
    find: 'if (depth >= MAX_DEPTH && type >= LIST)',
    replace: 'if (depth >= (type === MAP ? MAX_DEPTH + 1 : MAX_DEPTH) && type >= LIST)',
    caughtBy: '65 nested maps is refused',
  },
  {
    change: 'a simple value counts as a level',
    find: 'if (depth >= MAX_DEPTH && type >= LIST)',
    replace: 'if (depth >= MAX_DEPTH)',
    caughtBy: 'an i32 in 64 structs',
  },
  {
    change: 'the type is not checked',
    find: 'if (id === 1 && type === DOUBLE)',
    replace: 'if (id === 1)',
    caughtBy: 'field 1 of the response has another type',
  },
  {
    change: 'a string may extend beyond the bytes',
    find: 'return after(bytes, nextOffset, value);',
    replace: 'return nextOffset + value;',
    caughtBy: 'a string that is a byte short is refused',
  },
  {
    change: 'lists of fifteen or more are not supported',
    find: 'const isLong = head >> 4 === 15;',
    replace: 'const isLong = false;',
    caughtBy: 'a list of fifteen bytes',
  },
  {
    change: 'an empty map has types',
    find: '      if (count === 0) return nextOffset;\n',
    replace: '',
    caughtBy: 'an empty map',
  },
  {
    change: 'the types of lists and maps are not checked',
    find: 'if (type < TRUE || type > STRUCT)',
    replace: 'if (type > STRUCT)',
    caughtBy: 'type 0 is refused',
  },
  {
    change: 'byteOffset is ignored',
    find: 'bytes.byteOffset + offset, 8',
    replace: 'offset, 8',
    caughtBy: 'the bytes are part of a larger buffer',
  },
];
