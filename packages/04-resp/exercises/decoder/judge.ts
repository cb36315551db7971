// Judges my/resp/decoder.ts, type by type, then its cuts, its limits and its cost.

import { defineJudge } from '@bytes-up/testkit';
import { cost } from './judge/cost';
import {
  bytesOf,
  decodes,
  everyCut,
  expectRefused,
  feed,
  narrow,
  NARROW,
  refuses,
  waits,
  WIDE,
  type Resp,
} from './judge/decoding';
import {
  array,
  ARRAY_ROWS,
  bulk,
  BULK_ROWS,
  integer,
  INTEGER_ROWS,
  LINE_ROWS,
  RESP3_ROWS,
  simple,
  type Row,
} from './judge/rows';

const LINES = 'Stage 1: lines';
const INTEGERS = 'Stage 2: integers';
const BULKS = 'Stage 3: bulk strings';
const ARRAYS = 'Stage 4: arrays';
const CUTS = 'Stage 5: cut anywhere';
const LIMITS = 'Stage 6: limits';
const RESP3 = 'Stage 7: RESP3';

const NAMES = ['RespDecoder'] as const;

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
          title: 'after an error, every later next throws the same code',
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
        ...[
          ':9223372036854775808⏎',
          ':-9223372036854775809⏎',
          ':⏎',
          ':-⏎',
          ':7x⏎',
          ':1.5⏎',
          ': 7⏎',
          ':0x10⏎',
        ].map((wire) => refuses(INTEGERS, wire)),
      ],
    },
    {
      title: '$',
      names: NAMES,
      cases: [
        ...BULK_ROWS.map(decodes(BULKS)),
        waits(BULKS, '$2⏎hi'),
        ...['$-5⏎', '$x⏎', '$⏎', '$+1⏎', '$2x⏎', '$ 2⏎', '$2e0⏎', '$0x2⏎', '$-0⏎', '$2⏎hiya⏎'].map(
          (wire) => refuses(BULKS, wire),
        ),
      ],
    },
    {
      title: '*',
      names: NAMES,
      cases: [
        ...ARRAY_ROWS.map(decodes(ARRAYS)),
        waits(ARRAYS, '*2⏎:1⏎'),
        ...['*2⏎:1⏎?⏎', '*-2⏎', '*x⏎', '*1x⏎', '*⏎'].map((wire) => refuses(ARRAYS, wire)),
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
        {
          title: 'a line of exactly maxLineBytes, a byte at a time',
          section: LIMITS,
          run: (resp) => {
            const [wire, value] = ['+123456789⏎', simple('123456789')];
            const single = Array.from(bytesOf(wire), (byte) => Buffer.of(byte));
            feed(resp, single, [value], `push ${wire} a byte at a time`, NARROW);
          },
        },
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
        ...[
          '#x⏎',
          '#tx⏎',
          '_x⏎',
          ',⏎',
          ',x⏎',
          ',1.5x⏎',
          '(1.5⏎',
          '(1x⏎',
          '(⏎',
          '=3⏎txt⏎',
          '=6⏎txt-hi⏎',
          '=-1⏎',
          '~-1⏎',
          '>-1⏎',
          '%-1⏎',
          '!-1⏎',
          '%x⏎',
        ].map((wire) => refuses(RESP3, wire)),
        everyCut(RESP3, RESP3_ROWS),
        narrow('a map of one pair too many', '%4⏎', RESP3),
        narrow('a set in an array in an array', '*1⏎*1⏎~1⏎', RESP3),
        narrow('a map in an array in an array', '*1⏎*1⏎%1⏎', RESP3),
        narrow('a bulk error of one byte too many', '!6⏎', RESP3),
        narrow('a verbatim string of one byte too many', '=6⏎', RESP3),
        narrow('a set of one member too many', '~4⏎', RESP3),
        narrow('a push of one member too many', '>4⏎', RESP3),
      ],
    },
    { title: 'cost', names: NAMES, cases: cost },
  ],
});
