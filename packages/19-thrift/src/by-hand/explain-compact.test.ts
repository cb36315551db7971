// Explains a message's bytes. Any bytes get an explanation.

import { formatSegments } from '@bytes-up/codec';
import fc from 'fast-check';
import { explainCompact } from './explain-compact';
import { writeCalc, writeOutcome } from './pi-messages';
import { writerFor } from './transport';

const explain = (hex: string): string[][] =>
  explainCompact(Buffer.from(hex, 'hex')).map(({ bytes, meaning, error }) => [
    Buffer.from(bytes).toString('hex'),
    meaning,
    ...(error === undefined ? [] : [error]),
  ]);

test('calc(1000), each byte with its meaning', () => {
  const writer = writerFor('compact');
  writeCalc(writer, 1, 1_000);
  expect(formatSegments(explainCompact(writer.bytes())).split('\n')).toEqual([
    '     0  82                       .         compact protocol',
    '     1  21                       !         CALL, version 1',
    '     2  01                       .         sequence number 1',
    '     3  04                       .         length 4',
    '     4  63 61 6c 63              calc      the method is "calc"',
    '     8  1c                       .         field 1: struct (1 after the last one)',
    '     9  15                       .         field 1.1: i32 (1 after the last one)',
    '    10  d0 0f                    ..        1.1 = 1000, by zigzag',
    '    12  00                       .         the struct ends',
    '    13  00                       .         the arguments end',
  ]);
});

test('a reply has its value in field 0, whose number does not fit into the head', () => {
  const writer = writerFor('compact');
  writeOutcome(writer, 'calc', 2, { value: 3.5 });
  expect(explain(writer.bytes().toString('hex')).slice(5, 8)).toEqual([
    ['0c00', 'field 0: struct (its number follows)'],
    ['17', 'field 0.1: double (1 after the last one)'],
    ['0000000000000c40', '0.1 = 3.5'],
  ]);
});

const HEAD = '82210100';

test.each([
  [
    'a bool field has its value in its type',
    '1112' + '00',
    [
      ['11', 'field 1: true (1 after the last one)'],
      ['12', 'field 2: false (1 after the last one)'],
    ],
  ],
  [
    'a list',
    '19' + '35' + '020406' + '00',
    [
      ['19', 'field 1: list (1 after the last one)'],
      ['35', '1: a list of 3 values, each i32'],
      ['02', '1[0] = 1, by zigzag'],
      ['04', '1[1] = 2, by zigzag'],
      ['06', '1[2] = 3, by zigzag'],
    ],
  ],
  [
    'a map',
    '1b' + '01' + '81' + '0161' + '01' + '00',
    [
      ['1b', 'field 1: map (1 after the last one)'],
      ['0181', '1: a map of 1 pairs, string to bool'],
      ['01', 'length 1'],
      ['61', '1 key 0 = "a"'],
      ['01', '1 value 0 = true'],
    ],
  ],
  [
    'an empty string',
    '18' + '00' + '00',
    [
      ['18', 'field 1: string (1 after the last one)'],
      ['00', 'length 0: 1 = ""'],
    ],
  ],
])('%s', (_, hex, expected) => {
  expect(explain(HEAD + hex).slice(4, -1)).toEqual(expected);
});

test.each([
  [
    '7b',
    [
      [
        '7b',
        'not decoded from here on',
        'at byte 0: expected a message that begins with 82, got 0x7b',
      ],
    ],
  ],
  [
    '8222',
    [
      ['82', 'compact protocol'],
      ['22', 'not decoded from here on', 'at byte 1: expected version 1, got 2'],
    ],
  ],
  [
    '8221',
    [
      ['82', 'compact protocol'],
      ['21', 'CALL, version 1', 'more bytes are needed after byte 2'],
    ],
  ],
])('%s is an error at its byte', (hex, expected) => {
  expect(explain(hex)).toEqual(expected);
});

test('a length over what is there takes no memory', () => {
  expect(explain(HEAD + '18' + 'ffffffff0f').at(-1)).toEqual([
    'ffffffff0f',
    'not decoded from here on',
    'at byte 10: expected a length from 0 to 10, got 4294967295',
  ]);
});

test('any bytes: no exception, and the segments cover each byte once, in order', () => {
  const head = fc.constantFrom('', HEAD, `${HEAD}1c`);
  fc.assert(
    fc.property(head, fc.uint8Array({ maxLength: 60 }), (begin, rest) => {
      const bytes = Buffer.concat([Buffer.from(begin, 'hex'), rest]);
      const segments = explainCompact(bytes);
      expect(Buffer.concat(segments.map((segment) => segment.bytes))).toEqual(bytes);
      let offset = 0;
      for (const segment of segments) {
        expect(segment.offset).toBe(offset);
        offset += segment.bytes.length;
      }
    }),
  );
});
