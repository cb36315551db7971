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
    change: 'a result that it does not know is the value 0',
    find: "if (outcome === undefined) throw invalid('no outcome that this client knows', bytes.length);\n  return outcome;",
    replace: 'return outcome ?? { value: 0 };',
    caughtBy: 'the new exception, in field 2 is refused',
  },
  {
    change: 'levels have no limit',
    find: 'if (depth >= MAX_DEPTH)',
    replace: 'if (depth >= Infinity)',
    caughtBy: '70 structs, one in the other is refused',
  },
  {
    change: 'the type is not looked at',
    find: 'if (id === 1 && type === DOUBLE)',
    replace: 'if (id === 1)',
    caughtBy: 'field 1 of the response has another type',
  },
  {
    change: 'a string may end after the bytes',
    find: 'return after(bytes, nextOffset, value);',
    replace: 'return nextOffset + value;',
    caughtBy: 'a string that is a byte short is refused',
  },
  {
    change: 'lists of fifteen and more are not known',
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
    change: 'the offset of the buffer is forgotten',
    find: 'bytes.byteOffset + offset, 8',
    replace: 'offset, 8',
    caughtBy: 'the bytes are a part of a larger buffer',
  },
];
