// Judges my/choosing/erlang-c.ts by its numbers, to nine digits.

import { defineJudge, expectEqual, expectResult, type JudgedCase } from '@bytes-up/testkit';

interface Exports {
  erlangB: (offered: number, workers: number) => number;
  erlangC: (offered: number, workers: number) => number;
  shareThatWaitsLonger: (offered: number, workers: number, services: number) => number;
  workersFor: (offered: number, services: number, share: number) => number;
}

const B = 'Stage 1: Erlang B';
const C = 'Stage 2: Erlang C';
const TAIL = 'Stage 3: the tail';

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'Erlang B',
      names: ['erlangB'],
      cases: [
        number(B, 'one worker', 'erlangB', [2, 1], 2 / 3),
        number(B, 'three workers, as on paper', 'erlangB', [2, 3], 4 / 19),
        number(B, 'a load that is not a whole number', 'erlangB', [0.5, 2], 1 / 13),
        number(B, 'more load than workers', 'erlangB', [10, 2], 50 / 61),
        number(B, 'two hundred workers need no factorial', 'erlangB', [180, 200], 0.0103249952),
        number(B, 'ten thousand workers', 'erlangB', [9_900, 10_000], 0.00285812674),
      ],
    },
    {
      title: 'Erlang C',
      names: ['erlangC'],
      cases: [
        number(C, 'one worker is busy for its share of the time', 'erlangC', [0.7, 1], 0.7),
        number(C, 'two workers', 'erlangC', [1, 2], 1 / 3),
        number(C, 'three workers', 'erlangC', [2, 3], 4 / 9),
        number(C, 'ten thousand workers', 'erlangC', [9_900, 10_000], 0.222776929),
        number(C, 'as much load as workers: all wait', 'erlangC', [4, 4], 1),
        number(C, 'more load than workers: all wait', 'erlangC', [9, 4], 1),
      ],
    },
    {
      title: 'the tail',
      names: ['shareThatWaitsLonger', 'workersFor'],
      cases: [
        number(TAIL, 'a time of zero is Erlang C', 'shareThatWaitsLonger', [2, 3, 0], 4 / 9),
        number(
          TAIL,
          'two service times',
          'shareThatWaitsLonger',
          [2, 3, 2],
          (4 / 9) * Math.exp(-2),
        ),
        number(
          TAIL,
          'two workers to spare empty the queue twice as fast',
          'shareThatWaitsLonger',
          [2, 4, 2],
          (4 / 23) * Math.exp(-4),
        ),
        number(TAIL, 'a queue that grows without bound', 'shareThatWaitsLonger', [5, 4, 3], 1),
        number(TAIL, 'the example in the task', 'workersFor', [20, 0.5, 0.01], 26),
        number(TAIL, 'one worker can be enough', 'workersFor', [0.001, 0.5, 0.01], 1),
        number(
          TAIL,
          'a load of a whole number needs one worker more',
          'workersFor',
          [3, 50, 0.5],
          4,
        ),
        number(TAIL, 'a load of ten thousand', 'workersFor', [10_000, 0.1, 0.001], 10_061),
      ],
    },
  ],
});

function number(
  section: string,
  title: string,
  name: keyof Exports,
  args: number[],
  expected: number,
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: (exports) => {
      const given = `${name}(${args.join(', ')})`;
      const call: (...args: number[]) => unknown = exports[name];
      const came = expectResult(given, () => call(...args));
      expectEqual(given, nineDigits(expected), nineDigits(came));
    },
  };
}

function nineDigits(value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(9)) : value;
}
