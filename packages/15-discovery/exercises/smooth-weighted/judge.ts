// Judges my/discovery/smooth-weighted.ts by the order in which it chooses.

import {
  CaseFailed,
  defineJudge,
  expectEqual,
  expectResult,
  show,
  type JudgedCase,
} from '@bytes-up/testkit';

interface Candidate {
  readonly key: string;
  readonly weight: number;
}

interface Policy {
  choose(candidates: readonly Candidate[]): Candidate | undefined;
}

interface Exports {
  SmoothWeightedRoundRobin: new () => Policy;
}

/** A list, and the choices from it, one letter per turn. */
type Turns = readonly [list: string, chosen: string];

const TURNS = 'Stage 1: take turns';
const CHANGES = 'Stage 2: the list changes';
const WEIGHTS = 'Stage 3: any weight';

const names = ['SmoothWeightedRoundRobin'] as const;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'take turns',
      names,
      cases: [
        {
          title: 'the only server is chosen, as the object that was given',
          section: TURNS,
          run: ({ SmoothWeightedRoundRobin }) => {
            const policy = new SmoothWeightedRoundRobin();
            const only = { key: 'a', weight: 3 };
            const given = 'choose from the list a*3';
            const came = expectResult(given, () => policy.choose([only]));
            if (came === only) return;
            const expected = 'the object a of that list';
            throw new CaseFailed({ given, expected, came: `something else: ${show(came)}` });
          },
        },
        {
          title: 'an empty list gives undefined',
          section: TURNS,
          run: ({ SmoothWeightedRoundRobin }) => {
            const policy = new SmoothWeightedRoundRobin();
            const given = 'choose from an empty list';
            expectEqual(
              given,
              undefined,
              expectResult(given, () => policy.choose([])),
            );
          },
        },
        chooses(TURNS, 'equal weights take turns, in the order of the list', [
          ['c*1 a*1 b*1', 'cabcabc'],
        ]),
        chooses(TURNS, 'weights 5, 1 and 1', [['a*5 b*1 c*1', 'aabacaaaabacaa']]),
        chooses(TURNS, 'weights 1, 2 and 3', [['a*1 b*2 c*3', 'cbacbccbacbc']]),
        {
          title: 'two policies have their own counters',
          section: TURNS,
          run: ({ SmoothWeightedRoundRobin }) => {
            const [first, second] = [
              new SmoothWeightedRoundRobin(),
              new SmoothWeightedRoundRobin(),
            ];
            expectTurns(first, [['a*5 b*1 c*1', 'aa']], 'the first of two policies: ');
            expectTurns(second, [['a*5 b*1 c*1', 'aab']], 'then the second one: ');
            expectTurns(first, [['a*5 b*1 c*1', 'bacaa']], 'then the first one again: ');
          },
        },
      ],
    },
    {
      title: 'the list changes',
      names,
      cases: [
        chooses(CHANGES, 'a server keeps its counter when its place in the list changes', [
          ['a*2 b*1', 'a'],
          ['b*1 a*2', 'baab'],
        ]),
        chooses(CHANGES, 'the heavy server is ejected half-way', [
          ['a*5 b*1 c*1', 'aab'],
          ['b*1 c*1', 'ccccbcb'],
        ]),
        chooses(CHANGES, 'a server that comes back starts at 0', [
          ['a*5 b*1 c*1', 'aa'],
          ['b*1 c*1', 'bc'],
          ['a*5 b*1 c*1', 'abaacaa'],
        ]),
        chooses(CHANGES, 'a server that is away for one turn starts at 0 as well', [
          ['a*1 b*1 c*1', 'a'],
          ['b*1 c*1', 'b'],
          ['a*1 b*1 c*1', 'cab'],
        ]),
        chooses(CHANGES, 'a new server starts at 0, and the others keep their counters', [
          ['a*3 b*1', 'a'],
          ['a*3 b*1 c*1', 'abaca'],
        ]),
        chooses(CHANGES, 'after an empty list, all servers start at 0', [
          ['a*5 b*1 c*1', 'aa'],
          ['', '-'],
          ['a*5 b*1 c*1', 'aabacaa'],
        ]),
        chooses(CHANGES, 'a server keeps its counter when its weight changes', [
          ['a*5 b*1 c*1', 'aab'],
          ['a*1 b*1 c*1', 'cacacb'],
        ]),
        chooses(CHANGES, 'the server whose weight changes keeps its counter, too', [
          ['a*5 b*1 c*1', 'aa'],
          ['a*4 b*1 c*1', 'bacaaa'],
        ]),
        chooses(CHANGES, 'when one server is left, the counters of the others are dropped', [
          ['a*5 b*1 c*1', 'aa'],
          ['a*5', 'a'],
          ['a*5 b*1 c*1', 'abacaaa'],
        ]),
      ],
    },
    {
      title: 'any weight',
      names,
      cases: [
        chooses(WEIGHTS, 'weights below 1', [['a*0.5 b*0.25 c*0.25', 'abcaabca']]),
        chooses(WEIGHTS, 'a halved weight that is not an integer', [['a*12.5 b*25', 'babbabbab']]),
        ...[
          [100, 1],
          [1, 7, 64],
          [200, 100, 100, 25],
          [5, 5, 4, 3, 2, 1],
        ].map(turnsByWeight),
      ],
    },
  ],
});

function chooses(section: string, title: string, turns: readonly Turns[]): JudgedCase<Exports> {
  return {
    title,
    section,
    run: ({ SmoothWeightedRoundRobin }) => expectTurns(new SmoothWeightedRoundRobin(), turns),
  };
}

/** After as many turns as the sum of the weights, twice. */
function turnsByWeight(weights: readonly number[]): JudgedCase<Exports> {
  const list = weights.map((weight, at) => `${'abcdef'[at] ?? ''}*${weight}`).join(' ');
  return {
    title: `each gets its weight: ${list}`,
    section: WEIGHTS,
    run: ({ SmoothWeightedRoundRobin }) => {
      const policy = new SmoothWeightedRoundRobin();
      const sum = weights.reduce((some, weight) => some + weight, 0);
      for (const round of [1, 2]) {
        const counts: Record<string, number> = {};
        const given = `turns ${sum * (round - 1) + 1} to ${sum * round}, list ${list}`;
        for (let turn = 0; turn < sum; turn++) {
          const key = expectResult(given, () => policy.choose(listOf(list)))?.key ?? 'none';
          counts[key] = (counts[key] ?? 0) + 1;
        }
        const expected = listOf(list).map(({ key, weight }) => [key, weight] as const);
        expectEqual(given, Object.fromEntries(expected), inOrder(counts));
      }
    },
  };
}

function expectTurns(policy: Policy, turns: readonly Turns[], before = ''): void {
  const done: string[] = [];
  for (const [list, expected] of turns) {
    const times = `${expected.length} ${expected.length === 1 ? 'turn' : 'turns'}`;
    done.push(`${times}, ${list === '' ? 'an empty list' : `list ${list}`}`);
    const given = before + done.join('; then ');
    let came = '';
    for (let turn = 0; turn < expected.length; turn++)
      came += expectResult(given, () => policy.choose(listOf(list)))?.key ?? '-';
    expectEqual(given, expected, came);
  }
}

/**
 * Turns `a*5 b*1` into candidates: new objects each time, as after a change of weight.
 */
function listOf(text: string): Candidate[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [key = '', weight] = word.split('*');
      return { key, weight: Number(weight) };
    });
}

function inOrder(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
