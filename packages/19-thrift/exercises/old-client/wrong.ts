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
    change: 'an empty list may have any type',
    find: '[checkType(head & 0xf, offset)]',
    replace: 'long.value === 0 ? [] : [checkType(head & 0xf, offset)]',
    caughtBy: 'an empty list of type 0 is refused',
  },
  {
    change: 'the type of the text is not checked',
    find: 'if (id === 1 && type === STRING)',
    replace: 'if (id === 1)',
    caughtBy: 'field 1 of the exception has another type',
  },
  {
    change: 'the text is not decoded as UTF-8',
    find: 'new TextDecoder()',
    replace: "new TextDecoder('latin1')",
    caughtBy: 'an exception whose text is not ASCII',
  },
  {
    change: 'a new field must come after the known ones',
    find: '    return skipValue(bytes, offset, type);\n',
    replace:
      "    if (id > 1 && outcome === undefined) throw invalid('no outcome', offset);\n    return skipValue(bytes, offset, type);\n",
    caughtBy: 'the exception that it knows, after a field that it does not know',
  },
  {
    change: 'byteOffset is ignored for the text',
    find: 'bytes.subarray(nextOffset, end)',
    replace: 'new Uint8Array(bytes.buffer, nextOffset, end - nextOffset)',
    caughtBy: 'the bytes are part of a larger buffer',
  },
  {
    change: 'byteOffset is ignored',
    find: 'bytes.byteOffset + offset, 8',
    replace: 'offset, 8',
    caughtBy: 'the bytes are part of a larger buffer',
  },
  {
    change: 'it returns a promise of the outcome',
    find: 'export function readResult(',
    replace: 'export async function readResult(',
    caughtBy: 'the response',
  },
];
