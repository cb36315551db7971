// Judges my/protobuf/by-hand.ts: what the learner found in the bytes.

import {
  CaseFailed,
  defineJudge,
  expectEqual,
  expectResult,
  isSame,
  show,
} from '@bytes-up/testkit';
import type { JudgedCase } from '@bytes-up/testkit';

interface Answers {
  fields: () => readonly unknown[];
  firstAsInt32: () => number;
  firstAsSint32: () => number;
  secondAsText: () => string;
  thirdAsFloat: () => number;
  lastAsNumbers: () => number[];
  secondAsMessage: () => { number: number; value: number };
  lastCanBeMessage: () => boolean;
}

const BYTES = '08 96 01 12 02 68 69 1d 00 00 80 3f 22 03 01 02 03';
const FIELDS = [
  { at: 0, number: 1, wireType: 'VARINT', end: 3 },
  { at: 3, number: 2, wireType: 'LEN', end: 7 },
  { at: 7, number: 3, wireType: 'I32', end: 12 },
  { at: 12, number: 4, wireType: 'LEN', end: 17 },
];
const ORDINALS = ['first', 'second', 'third', 'fourth'];

const VALUES = 'Stage 2: values';
const DOUBT = 'Stage 3: doubt';

export const judge = defineJudge<Answers>({
  stages: [
    {
      title: 'fields',
      names: ['fields'],
      cases: FIELDS.map((expected, at) => ({
        title: `the ${ORDINALS[at]} field`,
        section: 'Stage 1: fields',
        run: ({ fields }) => {
          const came = expectResult(BYTES, fields);
          expectEqual(`${BYTES}; how many fields`, FIELDS.length, came.length);
          for (const [name, value] of Object.entries(expected)) {
            const own = (came[at] as Record<string, unknown> | undefined)?.[name];
            expectAnswer(`${BYTES}; field ${at + 1}, ${name}`, value, own);
          }
        },
      })),
    },
    {
      title: 'values',
      names: ['firstAsInt32', 'firstAsSint32', 'secondAsText', 'thirdAsFloat', 'lastAsNumbers'],
      cases: [
        answers(VALUES, 'the first value as int32: 96 01', 'firstAsInt32', 150),
        answers(VALUES, 'the first value as sint32: 96 01', 'firstAsSint32', 75),
        answers(VALUES, 'the second value as text: 68 69', 'secondAsText', 'hi'),
        answers(VALUES, 'the third value as float: 00 00 80 3f', 'thirdAsFloat', 1),
        answers(VALUES, 'the last value as numbers: 01 02 03', 'lastAsNumbers', [1, 2, 3]),
      ],
    },
    {
      title: 'doubt',
      names: ['secondAsMessage', 'lastCanBeMessage'],
      cases: [
        answers(DOUBT, 'the second value as a message: 68 69', 'secondAsMessage', {
          number: 13,
          value: 105,
        }),
        answers(DOUBT, 'the last value as a message: 01 02 03', 'lastCanBeMessage', false),
      ],
    },
  ],
});

function answers(
  section: string,
  title: string,
  name: keyof Answers,
  expected: unknown,
): JudgedCase<Answers> {
  return {
    title,
    section,
    run: (own) =>
      expectAnswer(`${name}()`, expected, expectResult(`${name}()`, own[name] as () => unknown)),
  };
}

/** Does not reveal the answer. */
function expectAnswer(given: string, expected: unknown, came: unknown): void {
  if (isSame(expected, came)) return;
  throw new CaseFailed({ given, expected: 'another answer', came: show(came) });
}
