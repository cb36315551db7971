// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a difference of 0 uses the short form',
    find: 'delta > 0 && delta <= MAX_DELTA',
    replace: 'delta >= 0 && delta <= MAX_DELTA',
    caughtBy: 'the number 0 of a return value, encoded',
  },
  {
    change: 'a difference of 15 uses the long form',
    find: 'delta <= MAX_DELTA',
    replace: 'delta < MAX_DELTA',
    caughtBy: 'a difference of 15, encoded',
  },
  {
    change: 'the long form’s number is written without zigzag',
    find: 'encodeVarint32(encodeZigzag32(id))',
    replace: 'encodeVarint32(id)',
    caughtBy: 'a difference of 16, encoded',
  },
  {
    change: 'the long form’s number is relative to the last one',
    find: 'id: decodeZigzag32(value)',
    replace: 'id: lastId + decodeZigzag32(value)',
    caughtBy: 'a difference of 16, decoded',
  },
  {
    change: 'the length of the varint is ignored',
    find: 'return { field: { type, id: decodeZigzag32(value) }, nextOffset };',
    replace:
      'return { field: { type, id: decodeZigzag32(value) }, nextOffset: nextOffset > 0 ? offset + 2 : 0 };',
    caughtBy: 'a large number, decoded',
  },
  {
    change: 'the difference is relative to 0',
    find: 'id: lastId + delta',
    replace: 'id: delta',
    caughtBy: 'the next one, decoded',
  },
  {
    change: 'all headers share one buffer',
    find: 'return Uint8Array.of(type, ...encodeVarint32(encodeZigzag32(id)));',
    replace:
      'const number = encodeVarint32(encodeZigzag32(id)); const shared = ((globalThis as { shared?: Uint8Array }).shared ??= new Uint8Array(6)); shared.set([type, ...number]); return shared.subarray(0, 1 + number.length);',
    caughtBy: 'a header stays as it is when the next one is encoded',
  },
  {
    change: 'a number after the short form is never negative',
    find: 'id: lastId + delta',
    replace: 'id: (lastId + delta) & 0x7fff',
    caughtBy: 'a negative number, close after a lower one, decoded',
  },
  {
    change: 'any type 0 ends the struct',
    find: 'if (head === STOP) return',
    replace: 'if ((head & 0xf) === STOP) return',
    caughtBy: 'type 0 with a number',
  },
  {
    change: 'any type is accepted',
    find: 'type === STOP || type > MAX_TYPE',
    replace: 'type === STOP',
    caughtBy: 'type 13',
  },
];
