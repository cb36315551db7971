// Judges my/spread/spread.ts by what its functions return.

import {
  CaseFailed,
  defineJudge,
  expectEqual,
  expectResult,
  show,
  type JudgedCase,
} from '@bytes-up/testkit';

interface Outcome {
  readonly counts: readonly number[];
  readonly lost: number;
}

interface Exports {
  fairness: (counts: readonly number[]) => number;
  sharedListener: (clients: number, awakeAt: readonly number[]) => number[];
  ownListeners: (hashes: readonly number[], workers: number, dead?: number) => Outcome;
}

const NUMBER = 'Stage 1: one number';
const SHARED = 'Stage 2: one listening socket, and epoll';
const OWN = 'Stage 3: a listening socket for each worker';

const TOLERANCE = 0.000_001;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'one number',
      names: ['fairness'],
      cases: [
        isFair('all have the same number', [50, 50, 50, 50], 1),
        isFair('one has everything', [200, 0, 0, 0], 0.25),
        isFair('half of them have everything', [100, 100, 0, 0], 0.5),
        isFair('the burst on the page', [98, 36, 34, 32], 0.764_526),
        isFair('the page’s clients, one after the other', [56, 53, 51, 40], 0.985_610_1),
        isFair('a thousand times as many', [98_000, 36_000, 34_000, 32_000], 0.764_526),
        isFair('one worker', [7], 1),
        isFair('no connection', [0, 0, 0, 0], 1),
        isFair('no worker', [], 1),
      ],
    },
    {
      title: 'one listening socket, and epoll',
      names: ['fairness', 'sharedListener'],
      cases: [
        shares('all are awake', 9, [0, 0, 0], [3, 3, 3]),
        shares('all are awake, and the last turn is not full', 10, [0, 0, 0], [4, 3, 3]),
        shares('they wake up one after the other', 10, [0, 4, 8], [7, 3, 0]),
        shares('the last one is awake first', 3, [5, 0], [0, 3]),
        shares('no worker is awake in the first turns', 5, [3, 4], [3, 2]),
        shares('two hundred clients', 200, [0, 100, 100, 100], [125, 25, 25, 25]),
        shares('no client', 0, [0, 0], [0, 0]),
        shares('no worker', 5, [], []),
      ],
    },
    {
      title: 'a listening socket for each worker',
      names: ['fairness', 'sharedListener', 'ownListeners'],
      cases: [
        hashes('one hash for each worker', [0, 0x4000_0000, 0x8000_0000, 0xc000_0000], 4, {
          counts: [1, 1, 1, 1],
          lost: 0,
        }),
        hashes('the largest hash of each worker', [0x3fff_ffff, 0x7fff_ffff, 0xffff_ffff], 4, {
          counts: [1, 1, 0, 1],
          lost: 0,
        }),
        hashes('three workers', [0x5555_5555, 0x5555_5556, 0xaaaa_aaab, 1, 2], 3, {
          counts: [3, 1, 1],
          lost: 0,
        }),
        hashes('one worker gets everything', [0, 0x8000_0000, 0xffff_ffff], 1, {
          counts: [3],
          lost: 0,
        }),
        hashes(
          'the dead worker’s connections are lost',
          [0, 0x4000_0000, 0x5000_0000, 0xc000_0000],
          4,
          {
            counts: [1, 0, 0, 1],
            lost: 2,
            dead: 1,
          },
        ),
        hashes('worker 0 is dead', [0, 1, 0xc000_0000], 2, { counts: [0, 1], lost: 2, dead: 0 }),
        hashes('no client', [], 2, { counts: [0, 0], lost: 0 }),
      ],
    },
  ],
});

function isFair(title: string, counts: readonly number[], expected: number): JudgedCase<Exports> {
  return {
    title,
    section: NUMBER,
    run: ({ fairness }) => {
      const given = `fairness([${counts.join(', ')}])`;
      const passed = [...counts];
      const came = expectResult(given, () => fairness(passed));
      if (!(Math.abs(came - expected) <= TOLERANCE))
        throw new CaseFailed({ given, expected: show(expected), came: show(came) });
      expectEqual(`${given}; counts afterwards`, counts, passed);
    },
  };
}

function shares(
  title: string,
  clients: number,
  awakeAt: readonly number[],
  expected: readonly number[],
): JudgedCase<Exports> {
  return {
    title,
    section: SHARED,
    run: ({ sharedListener }) => {
      const given = `sharedListener(${clients}, [${awakeAt.join(', ')}])`;
      const passed = [...awakeAt];
      expectEqual(
        given,
        expected,
        expectResult(given, () => sharedListener(clients, passed)),
      );
      expectEqual(`${given}; awakeAt afterwards`, awakeAt, passed);
    },
  };
}

function hashes(
  title: string,
  values: readonly number[],
  workers: number,
  { dead, ...expected }: Outcome & { readonly dead?: number },
): JudgedCase<Exports> {
  return {
    title,
    section: OWN,
    run: ({ ownListeners }) => {
      const shown = values.map((value) => `0x${value.toString(16)}`).join(', ');
      const last = dead === undefined ? '' : `, ${dead}`;
      const given = `ownListeners([${shown}], ${workers}${last})`;
      const passed = [...values];
      const { counts, lost } = expectResult(given, () => ownListeners(passed, workers, dead));
      expectEqual(given, expected, { counts, lost });
      expectEqual(`${given}; hashes afterwards`, values, passed);
    },
  };
}
