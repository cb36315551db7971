// Judges my/thrift/compact-fields.ts: bytes, fields, and the code and offset of errors.

import {
  defineJudge,
  expectBytes,
  expectCodeAt,
  expectEqual,
  expectResult,
  fromHex,
  type JudgedCase,
} from '@bytes-up/testkit';

interface Field {
  readonly type: number;
  readonly id: number;
}

interface Exports {
  encodeField: (field: Field, lastId: number) => Uint8Array;
  decodeField: (
    bytes: Uint8Array,
    offset: number,
    lastId: number,
  ) => { field: Field | undefined; nextOffset: number };
}

/** A header in both directions. */
type Row = readonly [title: string, type: number, id: number, lastId: number, hex: string];

const ENCODE = 'Stage 1: encode';
const DECODE = 'Stage 2: decode';
const REFUSE = 'Stage 3: refuse';

const ROWS: readonly Row[] = [
  ['the first field', 5, 1, 0, '15'],
  ['the next one', 11, 2, 1, '1b'],
  ['a difference of 15', 5, 16, 1, 'f5'],
  ['a difference of 16', 5, 17, 1, '05 22'],
  ['a large number', 8, 1_000, 0, '08 d0 0f'],
  ['a large number, after a close one', 8, 1_000, 990, 'a8'],
  ['the number 0 of a return value', 12, 0, 0, '0c 00'],
  ['a number lower than the last one', 5, 1, 2, '05 02'],
  ['the same number again', 5, 3, 3, '05 06'],
  ['a negative number', 5, -1, 0, '05 01'],
  ['a difference between a negative number and another one', 7, 3, -2, '57'],
  ['a negative number, close after a lower one', 7, -3, -5, '27'],
  ['the smallest number', 10, -32_768, 0, '0a ff ff 03'],
  ['the largest number', 10, 32_767, 1, '0a fe ff 03'],
  ['a bool that is true', 1, 4, 3, '11'],
  ['a bool that is false', 2, 4, 3, '12'],
];

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'encode',
      names: ['encodeField'],
      cases: [
        ...ROWS.map(encodes),
        {
          title: 'a header stays as it is when the next one is encoded',
          section: ENCODE,
          run: ({ encodeField }) => {
            const given = 'encodeField({ type: 5, id: 17 }, 1), looked at after another call';
            const came = expectResult(given, () => encodeField({ type: 5, id: 17 }, 1));
            expectResult(given, () => encodeField({ type: 8, id: 1_000 }, 0));
            expectBytes(given, fromHex('05 22'), came);
          },
        },
      ],
    },
    {
      title: 'decode',
      names: ['decodeField'],
      cases: [
        ...ROWS.map(decodes),
        reads('a header in the middle of the bytes', 'ff 08 d0 0f 07', 1, 3, {
          field: { type: 8, id: 1_000 },
          nextOffset: 4,
        }),
        reads('the end of a struct', '00', 0, 7, { field: undefined, nextOffset: 1 }),
        reads('the end of a struct, after a negative number', '00', 0, -7, {
          field: undefined,
          nextOffset: 1,
        }),
        reads('the end of an inner struct, in the middle', '15 00 00', 1, 1, {
          field: undefined,
          nextOffset: 2,
        }),
        reads('the long form where the short form would do', '05 04', 0, 1, {
          field: { type: 5, id: 2 },
          nextOffset: 2,
        }),
      ],
    },
    {
      title: 'refuse',
      names: ['decodeField'],
      cases: [
        refuses('no byte at all', '', 0, 0),
        refuses('no byte at the offset', '15', 1, 1),
        refuses('the number is missing', '05', 0, 1),
        refuses('a part of the number is missing', 'ff 05 80', 1, 3),
        refuses('a number that never ends', '05 80 80 80 80 80 01', 0, 5),
        refuses('type 13', '1d', 0, 0),
        refuses('type 15, in the long form', '15 0f 02', 1, 1),
        refuses('type 0 with a number', '10', 0, 0),
      ],
    },
  ],
});

function encodes([title, type, id, lastId, hex]: Row): JudgedCase<Exports> {
  return {
    title: `${title}, encoded`,
    section: ENCODE,
    run: ({ encodeField }) => {
      const given = `encodeField({ type: ${type}, id: ${id} }, ${lastId})`;
      const came = expectResult(given, () => encodeField({ type, id }, lastId));
      expectBytes(given, fromHex(hex), came);
    },
  };
}

function decodes([title, type, id, lastId, hex]: Row): JudgedCase<Exports> {
  const nextOffset = fromHex(hex).length;
  return reads(`${title}, decoded`, hex, 0, lastId, { field: { type, id }, nextOffset });
}

function reads(
  title: string,
  hex: string,
  offset: number,
  lastId: number,
  expected: ReturnType<Exports['decodeField']>,
): JudgedCase<Exports> {
  return {
    title,
    section: DECODE,
    run: ({ decodeField }) => {
      const given = `decodeField(${hex}; offset ${offset}, lastId ${lastId})`;
      const came = expectResult(given, () => decodeField(fromHex(hex), offset, lastId));
      const { field, nextOffset } = came;
      expectEqual(given, expected, {
        field: field === undefined ? undefined : { type: field.type, id: field.id },
        nextOffset,
      });
    },
  };
}

function refuses(
  title: string,
  hex: string,
  offset: number,
  expectedOffset: number,
): JudgedCase<Exports> {
  return {
    title,
    section: REFUSE,
    run: async ({ decodeField }) => {
      const given = `decodeField(${hex === '' ? 'no bytes' : hex}; offset ${offset}, lastId 0)`;
      await expectCodeAt(given, 'INVALID_ARGUMENT', expectedOffset, () =>
        decodeField(fromHex(hex), offset, 0),
      );
    },
  };
}
