// Judges my/resp/decoder.ts, type by type, then its cuts and its limits.

import {
  CaseFailed,
  defineJudge,
  expectCode,
  expectEqual,
  expectResult,
  show,
} from '@bytes-up/testkit';
import type { JudgedCase } from '@bytes-up/testkit';

interface Limits {
  readonly maxLineBytes: number;
  readonly maxBulkBytes: number;
  readonly maxCount: number;
  readonly maxDepth: number;
}

interface Decoder {
  push(chunk: Buffer): void;
  next(): unknown;
}

interface Resp {
  RespDecoder: new (limits: Limits) => Decoder;
}

const LINES = 'Stage 1: lines';
const INTEGERS = 'Stage 2: integers';
const BULKS = 'Stage 3: bulk strings';
const ARRAYS = 'Stage 4: arrays';
const CUTS = 'Stage 5: cut anywhere';
const LIMITS = 'Stage 6: limits';
const RESP3 = 'Stage 7: RESP3';

const WIDE: Limits = {
  maxLineBytes: 65_536,
  maxBulkBytes: 4 * 1024 * 1024,
  maxCount: 1_000_000,
  maxDepth: 32,
};
const NARROW: Limits = { maxLineBytes: 10, maxBulkBytes: 5, maxCount: 3, maxDepth: 2 };
const NAMES = ['RespDecoder'] as const;

const simple = (value: string) => ({ type: 'simple string', value });
const integer = (value: bigint) => ({ type: 'integer', value });
const bulk = (value: string | null) => ({
  type: 'bulk string',
  value: value === null ? null : Buffer.from(value),
});
const array = (...value: unknown[]) => ({ type: 'array', value });

type Row = readonly [wire: string, ...values: unknown[]];

const LINE_ROWS: readonly Row[] = [
  ['+OK⏎', simple('OK')],
  ['+⏎', simple('')],
  ['-ERR no⏎', { type: 'simple error', value: 'ERR no' }],
  ['+a⏎+b⏎', simple('a'), simple('b')],
  ['+é 🙂⏎', simple('é 🙂')],
];
const INTEGER_ROWS: readonly Row[] = [
  [':7⏎', integer(7n)],
  [':+7⏎', integer(7n)],
  [':-7⏎', integer(-7n)],
  [':9223372036854775807⏎', integer(2n ** 63n - 1n)],
  [':-9223372036854775808⏎', integer(-(2n ** 63n))],
];
const BULK_ROWS: readonly Row[] = [
  ['$2⏎hi⏎', bulk('hi')],
  ['$0⏎⏎', bulk('')],
  ['$4⏎a⏎b⏎', bulk('a\r\nb')],
  ['$2⏎é⏎', bulk('é')],
  ['$-1⏎', bulk(null)],
  ['$-1⏎$1⏎a⏎', bulk(null), bulk('a')],
];
const ARRAY_ROWS: readonly Row[] = [
  ['*2⏎:1⏎$2⏎hi⏎', array(integer(1n), bulk('hi'))],
  ['*0⏎', array()],
  ['*-1⏎', { type: 'array', value: null }],
  ['*2⏎*1⏎:1⏎:2⏎', array(array(integer(1n)), integer(2n))],
  ['*3⏎*0⏎*-1⏎$-1⏎', array(array(), { type: 'array', value: null }, bulk(null))],
  ['*2⏎$4⏎ECHO⏎$5⏎hello⏎*1⏎$4⏎PING⏎', array(bulk('ECHO'), bulk('hello')), array(bulk('PING'))],
];
const RESP3_ROWS: readonly Row[] = [
  ['_⏎', { type: 'null', value: null }],
  ['#t⏎#f⏎', { type: 'boolean', value: true }, { type: 'boolean', value: false }],
  [',1.5⏎', { type: 'double', value: 1.5 }],
  [',-3⏎', { type: 'double', value: -3 }],
  [',1e21⏎', { type: 'double', value: 1e21 }],
  [',inf⏎,-inf⏎', { type: 'double', value: Infinity }, { type: 'double', value: -Infinity }],
  [',nan⏎', { type: 'double', value: NaN }],
  [
    '(123456789012345678901234567890⏎',
    { type: 'big number', value: 123456789012345678901234567890n },
  ],
  ['!5⏎ERR x⏎', { type: 'bulk error', value: Buffer.from('ERR x') }],
  ['=6⏎txt:hi⏎', { type: 'verbatim string', format: 'txt', value: Buffer.from('hi') }],
  ['~1⏎:1⏎', { type: 'set', value: [integer(1n)] }],
  ['>1⏎:1⏎', { type: 'push', value: [integer(1n)] }],
  ['%1⏎+a⏎:1⏎', { type: 'map', value: [[simple('a'), integer(1n)]] }],
  [
    '%2⏎+a⏎~0⏎+b⏎*1⏎#t⏎',
    {
      type: 'map',
      value: [
        [simple('a'), { type: 'set', value: [] }],
        [simple('b'), array({ type: 'boolean', value: true })],
      ],
    },
  ],
];

export const judge = defineJudge<Resp>({
  stages: [
    {
      title: '+ and -',
      names: NAMES,
      cases: [
        ...LINE_ROWS.map(decodes(LINES)),
        waits(LINES, '+OK'),
        waits(LINES, ''),
        refuses(LINES, '?a⏎'),
        {
          title: 'the value before the invalid bytes is returned first',
          section: LINES,
          run: ({ RespDecoder }) => expectRefused(new RespDecoder(WIDE), '+a⏎?⏎', simple('a')),
        },
        {
          title: 'after the error there is no way back',
          section: 'What to write',
          run: async ({ RespDecoder }) => {
            const decoder = new RespDecoder(WIDE);
            await expectRefused(decoder, '?a⏎');
            await expectRefused(decoder, '+OK⏎');
          },
        },
      ],
    },
    {
      title: ':',
      names: NAMES,
      cases: [
        ...INTEGER_ROWS.map(decodes(INTEGERS)),
        ...[':9223372036854775808⏎', ':-9223372036854775809⏎', ':⏎', ':1.5⏎', ': 7⏎', ':0x10⏎'].map(
          (wire) => refuses(INTEGERS, wire),
        ),
      ],
    },
    {
      title: '$',
      names: NAMES,
      cases: [
        ...BULK_ROWS.map(decodes(BULKS)),
        waits(BULKS, '$2⏎hi'),
        ...['$-5⏎', '$x⏎', '$⏎', '$+1⏎', '$2⏎hiya⏎'].map((wire) => refuses(BULKS, wire)),
      ],
    },
    {
      title: '*',
      names: NAMES,
      cases: [
        ...ARRAY_ROWS.map(decodes(ARRAYS)),
        waits(ARRAYS, '*2⏎:1⏎'),
        ...['*2⏎:1⏎?⏎', '*-2⏎', '*x⏎'].map((wire) => refuses(ARRAYS, wire)),
      ],
    },
    {
      title: 'cut anywhere',
      names: NAMES,
      cases: [everyCut(CUTS, [...LINE_ROWS, ...INTEGER_ROWS, ...BULK_ROWS, ...ARRAY_ROWS])],
    },
    {
      title: 'limits',
      names: NAMES,
      cases: [
        ...(
          [
            ['+123456789⏎', simple('123456789')],
            ['$5⏎hello⏎', bulk('hello')],
            ['*3⏎:1⏎:2⏎:3⏎', array(integer(1n), integer(2n), integer(3n))],
            ['*1⏎*1⏎:1⏎', array(array(integer(1n)))],
            ['*3⏎*0⏎*0⏎*1⏎:1⏎', array(array(), array(), array(integer(1n)))],
          ] satisfies Row[]
        ).map((row) => decodes(LIMITS, NARROW)(row)),
        narrow('a bulk string of one byte too many, before its bytes', '$6⏎'),
        narrow('a count of one too many, before the members', '*4⏎'),
        narrow('one level too deep, before its members', '*1⏎*1⏎*1⏎'),
        narrow('a length of eight digits', '$99999999⏎'),
        narrow('a line of one byte too many', '+1234567890⏎'),
        narrow('a line without an end', `+${'1'.repeat(11)}`),
        narrow('a member that is too long', '*2⏎:1⏎$6⏎'),
        {
          title: 'a length of twenty digits is not a small one',
          section: LIMITS,
          run: ({ RespDecoder }) =>
            expectRefused(new RespDecoder(WIDE), '$18446744073709551618⏎hi⏎'),
        },
      ],
    },
    {
      title: 'RESP3',
      names: NAMES,
      cases: [
        ...RESP3_ROWS.map(decodes(RESP3)),
        ...['#x⏎', '_x⏎', ',⏎', ',x⏎', '(1.5⏎', '=3⏎txt⏎', '~-1⏎', '!-1⏎', '%x⏎'].map((wire) =>
          refuses(RESP3, wire),
        ),
        everyCut(RESP3, RESP3_ROWS),
        narrow('a map of one pair too many', '%4⏎', RESP3),
        narrow('a set in an array in an array', '*1⏎*1⏎~1⏎', RESP3),
        narrow('a bulk error of one byte too many', '!6⏎', RESP3),
      ],
    },
  ],
});

function decodes(section: string, limits = WIDE) {
  return ([wire, ...values]: Row): JudgedCase<Resp> => ({
    title: wire,
    section,
    run: (resp) => feed(resp, [bytesOf(wire)], values, `push ${wire}`, limits),
  });
}

function waits(section: string, wire: string): JudgedCase<Resp> {
  return {
    title: wire === '' ? 'no bytes, no value' : `not complete: ${wire}`,
    section,
    run: (resp) => feed(resp, [bytesOf(wire)], [], `push ${wire === '' ? 'nothing' : wire}`),
  };
}

function refuses(section: string, wire: string): JudgedCase<Resp> {
  return {
    title: `refused: ${wire}`,
    section,
    run: ({ RespDecoder }) => expectRefused(new RespDecoder(WIDE), wire),
  };
}

function narrow(title: string, wire: string, section = LIMITS): JudgedCase<Resp> {
  return {
    title,
    section,
    run: ({ RespDecoder }) => expectRefused(new RespDecoder(NARROW), wire),
  };
}

async function expectRefused(decoder: Decoder, wire: string, ...before: unknown[]) {
  decoder.push(bytesOf(wire));
  for (const value of before) expectEqual(`push ${wire}`, value, plain(decoder.next()));
  await expectCode(`push ${wire}`, 'INVALID_ARGUMENT', () => decoder.next());
}

function everyCut(section: string, rows: readonly Row[]): JudgedCase<Resp> {
  return {
    title: 'every value so far, cut in two at every byte, and byte by byte',
    section,
    run: (resp) => {
      for (const [wire, ...values] of rows) {
        const whole = bytesOf(wire);
        for (let at = 1; at < whole.length; at++) {
          const [first, second] = [whole.subarray(0, at), whole.subarray(at)];
          const given = `push ${textOf(first)}, then ${textOf(second)}`;
          feed(resp, [first, second], values, given);
        }
        const single = Array.from(whole, (byte) => Buffer.of(byte));
        feed(resp, single, values, `push ${wire} a byte at a time`);
      }
      const whole = bytesOf(rows.map(([wire]) => wire).join(''));
      const chunks: Buffer[] = [];
      for (let at = 0; at < whole.length; at += 7) chunks.push(whole.subarray(at, at + 7));
      const values = rows.flatMap(([, ...some]) => some);
      feed(resp, chunks, values, 'all of these in chunks of seven bytes');
    },
  };
}

/** Pushes every chunk, and after each one takes what is complete. */
function feed(
  { RespDecoder }: Resp,
  chunks: readonly Buffer[],
  values: readonly unknown[],
  given: string,
  limits = WIDE,
): void {
  const decoder = new RespDecoder(limits);
  const take = (): unknown => expectResult(given, () => decoder.next());
  let count = 0;
  for (const chunk of chunks) {
    expectResult(given, () => decoder.push(Buffer.from(chunk)));
    for (let value = take(); value !== undefined; value = take()) {
      if (count >= values.length) {
        const expected = `${values.length === 0 ? 'undefined' : 'undefined after that'}`;
        throw new CaseFailed({ given, expected, came: show(plain(value)) });
      }
      expectEqual(given, values[count], plain(value));
      count++;
    }
  }
  if (count < values.length) expectEqual(given, values[count], undefined);
}

/** The same value, with Buffers for bytes of any kind. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, plain(own)]));
}

function bytesOf(wire: string): Buffer {
  return Buffer.from(wire.replaceAll('⏎', '\r\n'));
}

function textOf(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll('\r\n', '⏎').replace('\r', '␍').replace('\n', '␊');
}
