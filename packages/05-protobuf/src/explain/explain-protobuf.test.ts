import { formatSegments } from '@bytes-up/codec';
import fc from 'fast-check';
import { encodeMessage } from '../message/encode';
import { explainProtobuf } from './explain-protobuf';
import { messageOf } from '../testing/arbitrary';
import { hex } from '../testing/hex';
import { everyType, leafType } from '../testing/schemas';
import type { MessageType } from '../schema/schema';

const meanings = (text: string, type?: MessageType) =>
  explainProtobuf(hex(text), type).map(({ meaning, error }) =>
    error === undefined ? meaning : `${meaning} | ${error}`,
  );

test('with a schema: keys, lengths and values, each with its name', () => {
  expect(meanings('0a 01 78 10 96 01', leafType)).toEqual([
    'key: field 1 name, LEN',
    'length 1',
    'name = "x"',
    'key: field 2 size, VARINT',
    'size = 150',
  ]);
});

test('nested messages, lists, maps, packed numbers and enums', () => {
  expect(
    meanings(
      'ba 01 02 10 05  ba 01 00  a2 01 02 05 06  d2 01 02 10 07  80 01 01  72 00',
      everyType,
    ),
  ).toEqual([
    'key: field 23 leaves, LEN',
    'length 2: test.Leaf',
    'key: field 2 size, VARINT',
    'leaves[0].size = 5',
    'key: field 23 leaves, LEN',
    'length 0: test.Leaf',
    'key: field 20 numbers, LEN',
    'length 2: packed, no further keys',
    'numbers[0] = 5',
    'numbers[1] = 6',
    'key: field 26 counts, LEN',
    'length 2: test.Everything.counts',
    'key: field 2 value, VARINT',
    'counts[0].value = 7',
    'key: field 16 color, VARINT',
    'color = 1, RED',
    'key: field 14 text, LEN',
    'length 0: text = ""',
  ]);
});

test('without a schema: what the bytes could mean', () => {
  expect(
    meanings(
      '08 96 01  12 07 74 65 73 74 69 6e 67  1a 03 08 96 01  22 01 ff  2a 00  35 00 00 80 3f  39 00 00 00 00 00 00 f0 3f',
    ),
  ).toEqual([
    'key: field 1, VARINT',
    'field 1 = 150, or 75 by zigzag',
    'key: field 2, LEN',
    'length 7',
    'field 2 = "testing"',
    'key: field 3, LEN',
    'length 3: parses as a message',
    'key: field 1, VARINT',
    'field 3.field 1 = 150, or 75 by zigzag',
    'key: field 4, LEN',
    'length 1',
    'field 4 = bytes',
    'key: field 5, LEN',
    'length 0',
    'key: field 6, I32',
    'field 6 = 1065353216, or 1',
    'key: field 7, I64',
    'field 7 = 4607182418800017408, or 1',
  ]);
});

test('unknown fields, and known ones with the wrong wire type', () => {
  expect(meanings('18 05  1b 08 01 1c  0d 01 00 00 00', leafType)).toEqual([
    'key: field 3, VARINT',
    'field 3, not in the schema: 5, or -3 by zigzag',
    'key: field 3, SGROUP',
    'field 3, not in the schema: a group',
    'key: field 1 name, I32',
    'field 1, not in the schema: 1, or 1.401298464324817e-45',
  ]);
});

test('an error is reported at its position', () => {
  expect(meanings('0a 05 61 62', leafType)).toEqual([
    'key: field 1 name, LEN',
    'not decoded from here on | byte 2: expected 5 bytes, but only 2 left',
  ]);
  expect(meanings('0a', leafType)).toEqual([
    'key: field 1 name, LEN | byte 1: expected a varint at byte 1, got the end',
  ]);
});

test('twenty thousand fields stay readable', () => {
  const segments = explainProtobuf(Buffer.alloc(20_000, hex('08 01')));
  expect(segments).toHaveLength(5_001);
  expect(segments.at(-1)?.meaning).toBe('the rest is not explained: more than 5000 segments');
});

test('any bytes: no exception, and the segments cover each byte once, in order', () => {
  const valid = messageOf(everyType, 1).map(
    (message) => new Uint8Array(encodeMessage(everyType, message)),
  );
  const cut = fc.tuple(valid, fc.nat(300)).map(([bytes, end]) => bytes.subarray(0, end));
  fc.assert(
    fc.property(
      fc.oneof(fc.uint8Array({ maxLength: 100 }), valid, cut),
      fc.boolean(),
      (bytes, known) => {
        const segments = explainProtobuf(Buffer.from(bytes), known ? everyType : undefined);
        expect(Buffer.concat(segments.map((segment) => segment.bytes))).toEqual(Buffer.from(bytes));
        let offset = 0;
        for (const segment of segments) {
          expect(segment.offset).toBe(offset);
          offset += segment.bytes.length;
        }
        expect(typeof formatSegments(segments)).toBe('string');
      },
    ),
    { numRuns: 500 },
  );
});
