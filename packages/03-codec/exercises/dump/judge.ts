// Judges my/codec/dump.ts: what the learner found in the bytes.

import {
  CaseFailed,
  defineJudge,
  expectResult,
  isSame,
  show,
  type JudgedCase,
} from '@bytes-up/testkit';

interface Answers {
  bodyBytes: () => unknown;
  badFrameAt: () => unknown;
  lengthRead: () => unknown;
  lengthMeant: () => unknown;
  byteOrder: () => unknown;
}

export const judge = defineJudge<Answers>({
  stages: [
    {
      title: 'a dump',
      names: ['bodyBytes', 'badFrameAt', 'lengthRead', 'lengthMeant', 'byteOrder'],
      cases: [
        answers('the complete bodies', 'bodyBytes', [13, 0, 2]),
        answers('where the server gave up', 'badFrameAt', 27),
        answers('the length that was read', 'lengthRead', 0x0e00_0000),
        answers('the length that was meant', 'lengthMeant', 14),
        answers('the byte order', 'byteOrder', 'big-endian'),
      ],
    },
  ],
});

/** Does not reveal the answer. */
function answers(title: string, name: keyof Answers, expected: unknown): JudgedCase<Answers> {
  return {
    title,
    section: 'What to write',
    run: (own) => {
      const given = `${name}()`;
      const came = expectResult(given, own[name]);
      if (isSame(expected, came)) return;
      throw new CaseFailed({ given, expected: 'another answer', came: show(came) });
    },
  };
}
