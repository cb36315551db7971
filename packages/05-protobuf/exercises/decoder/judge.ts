// Judges my/protobuf/decode.ts with bytes that are written out here.

import {
  CaseFailed,
  defineJudge,
  expectCode,
  expectEqual,
  expectResult,
  fromHex,
  toHex,
  type JudgedCase,
} from '@bytes-up/testkit';
import { decodes, refuses, type Decoder } from './judge/decoding';
import { DEEP, DEEP_LISTS, ID, nested, NUMBERS, one, ORDER, SHOP, type Spec } from './judge/specs';

const VARINTS = 'Stage 1: varints';
const OTHERS = 'Stage 2: the other wire types';
const UNKNOWN = 'Stage 3: unknown fields';
const LISTS = 'Stage 4: lists';
const MESSAGES = 'Stage 5: messages';
const REFUSE = 'Stage 6: refuse';
const NAMES = ['decode'] as const;
/** The value is 2^32 + 2. */
const WIDE = '08 82 80 80 80 10';
const HALF_A_FLOAT = '0a 06 00 00 80 3f 00 00';

export const judge = defineJudge<Decoder>({
  stages: [
    {
      title: 'varints',
      names: NAMES,
      cases: [
        decodes(VARINTS, 'a number of two bytes', ID, '08 ac 02', { id: 300 }),
        decodes(VARINTS, 'two fields, in another order', ORDER, '10 01 08 ac 02', {
          id: 300,
          paid: true,
        }),
        decodes(VARINTS, 'no field', ORDER, '', { id: 0, paid: false }),
        decodes(VARINTS, 'a field that occurs twice', ID, '08 01 08 02', { id: 2 }),
        decodes(VARINTS, 'the largest uint32', one('uint32'), '08 ff ff ff ff 0f', {
          a: 4_294_967_295,
        }),
        decodes(VARINTS, 'a negative int32', one('int32'), `08 ${'ff '.repeat(9)}01`, { a: -1 }),
        decodes(VARINTS, 'an int32 in five bytes', one('int32'), '08 ff ff ff ff 0f', { a: -1 }),
        decodes(VARINTS, 'a negative sint32', one('sint32'), '08 01', { a: -1 }),
        decodes(VARINTS, 'the smallest sint32', one('sint32'), '08 ff ff ff ff 0f', {
          a: -2_147_483_648,
        }),
        decodes(VARINTS, 'a boolean that is 2', one('bool'), '08 02', { a: true }),
        decodes(VARINTS, 'a boolean that is 2^32', one('bool'), '08 80 80 80 80 10', { a: true }),
        decodes(VARINTS, 'a field that occurs again as 0', ID, '08 01 08 00', { id: 0 }),
        ...['uint32', 'int32', 'sint32'].map((type) =>
          decodes(VARINTS, `the low 32 bits of 2^32 + 2, as ${type}`, one(type), WIDE, {
            a: type === 'sint32' ? 1 : 2,
          }),
        ),
        decodes(
          VARINTS,
          'a field number over 15',
          { 16: { name: 'a', type: 'uint32' } },
          '80 01 07',
          { a: 7 },
        ),
        decodes(
          VARINTS,
          'the largest field number',
          { 536_870_911: { name: 'a', type: 'uint32' } },
          'f8 ff ff ff 0f 07',
          { a: 7 },
        ),
      ],
    },
    {
      title: 'wire types',
      names: NAMES,
      cases: [
        decodes(OTHERS, 'a string', one('string'), '0a 03 41 64 61', { a: 'Ada' }),
        decodes(
          OTHERS,
          'a string of two letters and four bytes',
          one('string'),
          '0a 04 c3 a9 c3 a9',
          {
            a: 'éé',
          },
        ),
        decodes(OTHERS, 'a string that begins with U+FEFF', one('string'), '0a 04 ef bb bf 61', {
          a: '\ufeffa',
        }),
        decodes(OTHERS, 'bytes', one('bytes'), '0a 03 00 ff 80', { a: fromHex('00 ff 80') }),
        decodes(OTHERS, 'a string of 300 bytes', one('string'), `0a ac 02${' 78'.repeat(300)}`, {
          a: 'x'.repeat(300),
        }),
        decodes(OTHERS, 'a float', one('float'), '0d 00 00 80 3f', { a: 1 }),
        decodes(OTHERS, 'a double', one('double'), '09 18 2d 44 54 fb 21 09 40', { a: Math.PI }),
        decodes(
          OTHERS,
          'none of them',
          { ...one('string'), 2: { name: 'b', type: 'bytes' }, 3: { name: 'c', type: 'float' } },
          '',
          { a: '', b: Buffer.alloc(0), c: 0 },
        ),
      ],
    },
    {
      title: 'unknown fields',
      names: NAMES,
      cases: [
        decodes(UNKNOWN, 'a field that the spec does not have', ID, '12 02 68 69 08 07', {
          id: 7,
          $unknown: [fromHex('12 02 68 69')],
        }),
        decodes(UNKNOWN, 'two of them, in order', ID, '08 07 12 02 68 69 18 01', {
          id: 7,
          $unknown: [fromHex('12 02 68 69'), fromHex('18 01')],
        }),
        decodes(
          UNKNOWN,
          'unknown fields of every wire type',
          ID,
          `19${' 01'.repeat(8)} 25 01 02 03 04 08 07`,
          {
            id: 7,
            $unknown: [fromHex(`19${' 01'.repeat(8)}`), fromHex('25 01 02 03 04')],
          },
        ),
        decodes(UNKNOWN, 'a known number with another wire type', ID, '0a 01 61', {
          id: 0,
          $unknown: [fromHex('0a 01 61')],
        }),
      ],
    },
    {
      title: 'lists',
      names: NAMES,
      cases: [
        decodes(LISTS, 'one by one', NUMBERS, '08 01 08 02', { a: [1, 2] }),
        decodes(LISTS, 'a packed list', NUMBERS, '0a 03 01 ac 02', { a: [1, 300] }),
        decodes(LISTS, 'both forms, mixed', NUMBERS, '08 01 0a 02 02 03 08 04', {
          a: [1, 2, 3, 4],
        }),
        decodes(LISTS, 'an empty list', NUMBERS, '', { a: [] }),
        decodes(LISTS, 'a packed list without elements', NUMBERS, '0a 00', { a: [] }),
        decodes(LISTS, 'packed floats', one('float', true), `0a 08 ${'00 00 80 3f '.repeat(2)}`, {
          a: [1, 1],
        }),
        decodes(LISTS, 'packed doubles', one('double', true), `0a 08 ${'00 '.repeat(6)}f0 3f`, {
          a: [1],
        }),
        decodes(LISTS, 'packed sint32', one('sint32', true), '0a 02 01 02', { a: [-1, 1] }),
        decodes(LISTS, 'packed booleans', one('bool', true), '0a 02 00 01', { a: [false, true] }),
        {
          title: 'a packed list of 200,000 numbers',
          section: LISTS,
          run: ({ decode }) => {
            const count = 200_000; // the length is c0 9a 0c as a varint
            const bytes = Buffer.concat([fromHex('0a c0 9a 0c'), Buffer.alloc(count, 1)]);
            const given = '1 a uint32 repeated; 0a c0 9a 0c, then 200,000 times 01';
            const { a } = expectResult(given, () => decode(NUMBERS, bytes)) as { a?: unknown[] };
            expectEqual(`${given}; how many numbers`, count, a?.length);
          },
        },
        decodes(LISTS, 'strings', one('string', true), '0a 01 61 0a 00 0a 01 62', {
          a: ['a', '', 'b'],
        }),
        decodes(LISTS, 'a number with the wire type I32', NUMBERS, '0d 00 00 80 3f', {
          a: [],
          $unknown: [fromHex('0d 00 00 80 3f')],
        }),
      ],
    },
    {
      title: 'messages',
      names: NAMES,
      cases: [
        decodes(MESSAGES, 'a message in a message', SHOP, '08 07 12 05 0a 03 41 64 61', {
          id: 7,
          customer: { name: 'Ada', phones: [] },
          others: [],
        }),
        decodes(MESSAGES, 'an absent message', SHOP, '08 07', {
          id: 7,
          customer: undefined,
          others: [],
        }),
        decodes(MESSAGES, 'a message without fields', SHOP, '12 00', {
          id: 0,
          customer: { name: '', phones: [] },
          others: [],
        }),
        decodes(MESSAGES, 'a message in two pieces', SHOP, '12 03 0a 01 41 12 03 12 01 31', {
          id: 0,
          customer: { name: 'A', phones: ['1'] },
          others: [],
        }),
        decodes(MESSAGES, 'two messages in a list', SHOP, '1a 03 0a 01 41 1a 03 12 01 31', {
          id: 0,
          customer: undefined,
          others: [
            { name: 'A', phones: [] },
            { name: '', phones: ['1'] },
          ],
        }),
        decodes(MESSAGES, 'an unknown field in a message', SHOP, '12 05 18 01 0a 01 41', {
          id: 0,
          customer: { name: 'A', phones: [], $unknown: [fromHex('18 01')] },
          others: [],
        }),
      ],
    },
    {
      title: 'refuse',
      names: NAMES,
      cases: [
        refuses(REFUSE, 'a length beyond the end', one('string'), '0a 03 61 62'),
        refuses(REFUSE, 'a length of four billion', one('string'), '0a ff ff ff ff 0f 61'),
        refuses(REFUSE, 'a float of three bytes', one('float'), '0d 00 00 80'),
        refuses(REFUSE, 'an unknown field that is cut off', ID, '08 07 12 05 61'),
        refuses(REFUSE, 'a key without a value', ID, '08'),
        refuses(REFUSE, 'half a key', ID, '80'),
        refuses(REFUSE, 'a varint of eleven bytes', ID, `08 ${'80 '.repeat(10)}01`),
        refuses(REFUSE, 'a packed list that ends inside a number', NUMBERS, '0a 02 01 ac 08 07'),
        refuses(REFUSE, 'a packed list that ends inside a float', one('float', true), HALF_A_FLOAT),
        refuses(REFUSE, 'a key of six bytes', ID, '88 80 80 80 80 01 07'),
        refuses(REFUSE, 'a nested message that reads beyond its end', SHOP, '12 03 0a 02 41 08 07'),
        refuses(REFUSE, 'the field number 0', ID, '00 01'),
        refuses(REFUSE, 'the wire type 6', ID, '0e 01'),
        refuses(REFUSE, 'an unknown field with the wire type 7', ID, '1f 01'),
        refuses(REFUSE, 'a string that is not UTF-8', one('string'), '0a 01 ff'),
        {
          title: 'a message cut at every byte',
          section: REFUSE,
          run: async (own) => {
            const whole = fromHex('08 ac 02 12 05 0a 03 41 64 61 1a 03 12 01 31');
            for (let end = 0; end < whole.length; end++) {
              const bytes = whole.subarray(0, end);
              const given = `decode(… ${toHex(bytes)})`;
              // these are the ends of fields
              if ([0, 3, 10].includes(end)) expectResult(given, () => own.decode(SHOP, bytes));
              else await expectCode(given, 'INVALID_ARGUMENT', () => own.decode(SHOP, bytes));
            }
          },
        },
        {
          title: 'messages nested 100 deep',
          section: REFUSE,
          run: ({ decode }) => {
            const given = '100 nested messages inside the outermost one';
            let message = expectResult(given, () => decode(DEEP, nested(100)));
            for (let level = 0; level < 100; level++) {
              message = (message as { inner?: unknown } | undefined)?.inner;
            }
            if (message !== undefined) return;
            throw new CaseFailed({ given, expected: 'all of them', came: 'fewer' });
          },
        },
        nestsTooDeeply('messages nested 101 deep', 'nested messages', DEEP),
        nestsTooDeeply('messages nested 101 deep, each in a list', 'messages in lists', DEEP_LISTS),
      ],
    },
  ],
});

function nestsTooDeeply(title: string, what: string, spec: Spec): JudgedCase<Decoder> {
  return {
    title,
    section: REFUSE,
    run: async ({ decode }) => {
      const given = `101 ${what} inside the outermost one`;
      await expectCode(given, 'RESOURCE_EXHAUSTED', () => decode(spec, nested(101)));
    },
  };
}
