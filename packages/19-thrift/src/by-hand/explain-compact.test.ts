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

/** The bytes as hex after the value with this meaning was changed. */
function edited(hex: string, meaning: string, text: string): string {
  const segments = explainCompact(Buffer.from(hex, 'hex'));
  const edit = segments.find((segment) => segment.meaning.startsWith(meaning))?.edit;
  if (edit === undefined) throw new Error(`no value "${meaning}" to edit`);
  return Buffer.from(edit.write(text)).toString('hex');
}

test.each([
  ['the sequence number', '822101', '00 00', 'sequence number', '300', '8221ac020000'],
  ['the method', '822101', '0463616c63 00', 'the method is', 'ping2', '8221010570696e673200'],
  ['an i32', HEAD, '15d00f 00', '1 =', '-1', `${HEAD}150100`],
  ['an i64', HEAD, '1602 00', '1 =', '9223372036854775807', `${HEAD}16feffffffffffffffff0100`],
  ['a byte', HEAD, '1301 00', '1 =', '-128', `${HEAD}138000`],
  ['a double', HEAD, '170000000000000c40 00', '1 =', '-2.5', `${HEAD}1700000000000004c000`],
  ['a string', HEAD, '180161 00', '1 =', 'Ada', `${HEAD}180341646100`],
  ['an empty string', HEAD, '1800 00', 'length 0: 1 =', 'a', `${HEAD}18016100`],
  ['a bool field', HEAD, '21 00', 'field 2: true', 'false', `${HEAD}2200`],
  ['a bool in a list', HEAD, '192102 01 00', '1[1] =', 'false', `${HEAD}192102 0200`],
  ['a value of a struct', HEAD, '1c1502 00 00', '1.1 =', '2', `${HEAD}1c15040000`],
])('%s is edited', (_, head, rest, meaning, text, after) => {
  const hex = (head + rest).replaceAll(' ', '');
  expect(edited(hex, meaning, text)).toBe(after.replaceAll(' ', ''));
});

test.each([
  ['1402', '32768', 'expected an integer of 16 bits, got "32768"'],
  ['1502', '-2147483649', 'expected an integer of 32 bits, got "-2147483649"'],
  ['1502', 'x', 'expected an integer of 32 bits, got "x"'],
  ['1301', '128', 'expected an integer of 8 bits, got "128"'],
  ['170000000000000c40', '', 'expected a number, got ""'],
])('%s cannot be %j', (field, text, message) => {
  expect(() => edited(`${HEAD}${field}00`, '1 =', text)).toThrow(message);
});

test('a value written again as it is gives the same bytes', () => {
  const value = fc.oneof(fc.double(), fc.double({ noInteger: true }));
  fc.assert(
    fc.property(fc.nat(), value, fc.string(), (sequence, double, text) => {
      const writer = writerFor('compact');
      writer.message({ name: text, type: 1, seqid: sequence });
      writer.structBegin();
      writer.field({ type: 8, id: 1 });
      writer.i32(sequence | 0);
      writer.field({ type: 4, id: 40 });
      writer.double(double);
      writer.field({ type: 11, id: 41 });
      writer.string(text);
      writer.structEnd();
      const bytes = writer.bytes();
      const edits = explainCompact(bytes).flatMap(({ edit }) => edit ?? []);
      expect(edits.length).toBeGreaterThan(2);
      for (const edit of edits)
        expect(Buffer.from(edit.write(edit.text)).toString('hex')).toBe(bytes.toString('hex'));
    }),
  );
});
