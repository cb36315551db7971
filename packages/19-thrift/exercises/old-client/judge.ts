// Judges my/thrift/old-client.ts: offsets, outcomes, and the code of errors.

import {
  defineJudge,
  expectCode,
  expectReturned,
  fromHex,
  type JudgedCase,
} from '@bytes-up/testkit';

type Outcome = { readonly value: number } | { readonly illegal: string };

interface Exports {
  skipValue: (bytes: Uint8Array, offset: number, type: number) => number;
  readResult: (bytes: Uint8Array) => Outcome;
}

const SIMPLE = 'Stage 1: skip a simple value';
const INSIDE = 'Stage 2: skip what has values inside';
const RESULT = 'Stage 3: read a result';

const [I32, DOUBLE, STRING, LIST, SET, MAP, STRUCT] = [5, 7, 8, 9, 10, 11, 12] as const;
/** 3.5 as a double in little-endian order. */
const VALUE = '00 00 00 00 00 00 0c 40';
/** `n is 0` with its length. */
const TEXT = '06 6e 20 69 73 20 30';

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'simple values',
      names: ['skipValue'],
      cases: [
        skips(SIMPLE, 'an i32', 'd0 0f', I32),
        skips(SIMPLE, 'an i64 of ten bytes', 'ff ff ff ff ff ff ff ff ff 01', 6),
        skips(SIMPLE, 'an i16', '02', 4),
        skips(SIMPLE, 'a byte, whose top bit has no meaning', '80', 3),
        skips(SIMPLE, 'a double', VALUE, DOUBLE),
        skips(SIMPLE, 'a string', '05 68 65 6c 6c 6f', STRING),
        skips(SIMPLE, 'an empty string', '00', STRING),
        skips(SIMPLE, 'a string of 300 bytes', `ac 02${' 78'.repeat(300)}`, STRING),
        skips(SIMPLE, 'a bool that is true', '', 1),
        skips(SIMPLE, 'a bool that is false', '', 2),
        ...[
          ['an i32 without its last byte', 'd0', I32],
          ['an i64 of eleven bytes', 'ff ff ff ff ff ff ff ff ff ff 01', 6],
          ['a byte that is missing', '', 3],
          ['a double of seven bytes', VALUE.slice(3), DOUBLE],
          ['a string that is a byte short', '05 68 65 6c 6c', STRING],
          ['a string of 4 GB', 'ff ff ff ff 0f 78', STRING],
          ['type 0', '01', 0],
          ['type 13', '01', 13],
        ].map(([title, hex, type]) => refuses(SIMPLE, String(title), String(hex), Number(type))),
      ],
    },
    {
      title: 'nested values',
      names: ['skipValue'],
      cases: [
        skips(INSIDE, 'a list of three i32', '35 02 04 06', LIST),
        skips(INSIDE, 'an empty list', '05', LIST),
        skips(INSIDE, 'a list of three bools', '31 01 02 01', LIST),
        skips(INSIDE, 'a set of two bools, of type 2', '22 01 02', SET),
        skips(INSIDE, 'a list of fourteen bytes', `e3${' 07'.repeat(14)}`, LIST),
        skips(INSIDE, 'a list of fifteen bytes', `f3 0f${' 07'.repeat(15)}`, LIST),
        skips(INSIDE, 'a list of 300 strings', `f8 ac 02${' 01 78'.repeat(300)}`, LIST),
        skips(INSIDE, 'an empty map', '00', MAP),
        skips(INSIDE, 'a map from a string to an i32', '01 85 01 78 02', MAP),
        skips(INSIDE, 'a map of two, with bools as values', '02 81 01 78 01 01 79 02', MAP),
        skips(INSIDE, 'an empty struct', '00', STRUCT),
        skips(INSIDE, 'a struct with an i32 and a bool', '15 02 11 00', STRUCT),
        skips(INSIDE, 'a struct with a field in the long form', '05 d0 0f 02 00', STRUCT),
        skips(INSIDE, 'a struct in a struct, and a field after it', '1c 15 02 00 15 04 00', STRUCT),
        skips(INSIDE, 'a list of structs in a map', '01 59 02 2c 11 00 15 02 00', MAP),
        skips(INSIDE, '64 nested structs', '1c '.repeat(63) + '00 '.repeat(64), STRUCT),
        skips(
          INSIDE,
          'an i32 in 64 structs',
          `${'1c '.repeat(63)}15 02${' 00'.repeat(64)}`,
          STRUCT,
        ),
        skips(INSIDE, '64 nested lists', '19 '.repeat(63) + '05', LIST),
        skips(INSIDE, '64 nested maps', '01 3b 07 '.repeat(63) + '00', MAP),
        ...[
          ['a list without its last member', '35 02 04', LIST],
          ['a list of a million bools, of which one is there', 'f1 c0 84 3d 01', LIST],
          ['a map without a value', '01 85 01 78', MAP],
          ['a map without its types', '01', MAP],
          ['a struct without an end', '15 02', STRUCT],
          ['a list of type 13', '1d 02', LIST],
          ['a list of type 0', '10 02', LIST],
          ['an empty list of type 0', '00', LIST],
          ['an empty set of type 13', '0d', SET],
          ['a map with keys of type 0', '01 05 02 02', MAP],
          ['65 nested structs', '1c '.repeat(64) + '00 '.repeat(65), STRUCT],
          ['65 nested lists', '19 '.repeat(64) + '05', LIST],
          ['65 nested maps', '01 3b 07 '.repeat(64) + '00', MAP],
          ['100,000 nested lists', '19 '.repeat(100_000) + '05', LIST],
          ['100,000 nested structs', '1c '.repeat(100_000), STRUCT],
        ].map(([title, hex, type]) => refuses(INSIDE, String(title), String(hex), Number(type))),
      ],
    },
    {
      title: 'a result',
      names: ['skipValue', 'readResult'],
      cases: [
        reads('the response', `0c 00 17 ${VALUE} 00 00`, { value: 3.5 }),
        reads('the exception that it knows', `1c 18 ${TEXT} 00 00`, { illegal: 'n is 0' }),
        reads('a response with a new field', `0c 00 17 ${VALUE} 15 02 00 00`, { value: 3.5 }),
        reads(
          'a response with a new field before the old one',
          `0c 00 07 00 ${VALUE} 17 ${VALUE} 00 00`,
          {
            value: 3.5,
          },
        ),
        reads('an exception with a new field', `1c 18 ${TEXT} 19 35 02 04 06 00 00`, {
          illegal: 'n is 0',
        }),
        reads(
          'a response, and a new field of the result after it',
          `0c 00 17 ${VALUE} 00 2b 00 00`,
          {
            value: 3.5,
          },
        ),
        reads('field 1 of the response has another type', '0c 00 15 02 00 00', { value: 0 }),
        reads('field 1 of the exception has another type', '1c 19 13 78 00 00', { illegal: '' }),
        reads('an exception whose text is not ASCII', '1c 18 03 e2 82 ac 00 00', { illegal: '€' }),
        reads(
          'the exception that it knows, after a field that it does not know',
          `55 02 0c 02 18 ${TEXT} 00 00`,
          { illegal: 'n is 0' },
        ),
        reads('an empty response', '0c 00 00 00', { value: 0 }),
        reads('an empty exception', '1c 00 00', { illegal: '' }),
        refusesResult('the new exception, in field 2', `2c 18 ${TEXT} 00 00`),
        refusesResult('an empty result', '00'),
        refusesResult('field 0 is a string', '08 00 01 78 00'),
        refusesResult('a response that is cut', `0c 00 17 ${VALUE.slice(0, 20)}`),
        refusesResult('a result without an end', `0c 00 17 ${VALUE} 00`),
        {
          title: 'the bytes are part of a larger buffer',
          section: RESULT,
          run: ({ readResult }) => {
            for (const [hex, expected] of [
              [`0c 00 17 ${VALUE} 00 00`, { value: 3.5 }],
              [`1c 18 ${TEXT} 00 00`, { illegal: 'n is 0' }],
            ] as const) {
              const bytes = Buffer.concat([Buffer.alloc(7, 0xff), fromHex(hex)]).subarray(7);
              const given = `readResult(${hex}), bytes with a byteOffset`;
              expectReturned(given, expected, () => readResult(bytes));
            }
          },
        },
      ],
    },
  ],
});

/** Skips it at the start of the bytes, and in the middle. */
function skips(section: string, title: string, hex: string, type: number): JudgedCase<Exports> {
  return {
    title,
    section,
    run: ({ skipValue }) => {
      const length = fromHex(hex).length;
      expectReturned(`skipValue(${shown(hex)}; offset 0, type ${type})`, length, () =>
        skipValue(fromHex(hex), 0, type),
      );
      const around = `ff ff ${hex} 00 ff`;
      expectReturned(`skipValue(${shown(around)}; offset 2, type ${type})`, 2 + length, () =>
        skipValue(fromHex(around), 2, type),
      );
    },
  };
}

function refuses(section: string, title: string, hex: string, type: number): JudgedCase<Exports> {
  return {
    title: `${title} is refused`,
    section,
    run: async ({ skipValue }) => {
      const given = `skipValue(${shown(hex)}; offset 0, type ${type})`;
      await expectCode(given, 'INVALID_ARGUMENT', () => skipValue(fromHex(hex), 0, type));
    },
  };
}

function reads(title: string, hex: string, expected: Outcome): JudgedCase<Exports> {
  return {
    title,
    section: RESULT,
    run: ({ readResult }) =>
      expectReturned(`readResult(${hex})`, expected, () =>
        readResult(Uint8Array.from(fromHex(hex))),
      ),
  };
}

function refusesResult(title: string, hex: string): JudgedCase<Exports> {
  return {
    title: `${title} is refused`,
    section: RESULT,
    run: async ({ readResult }) => {
      await expectCode(`readResult(${hex})`, 'INVALID_ARGUMENT', () => readResult(fromHex(hex)));
    },
  };
}

function shown(hex: string): string {
  if (hex === '') return 'no bytes';
  const text = hex.trim();
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
