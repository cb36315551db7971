// Judges my/distributed/rolling-restart.ts with a fake fleet that counts lost calls and
// the lowest number of working servers.

import { CaseFailed, defineJudge, expectEqual, resultOf, type JudgedCase } from '@bytes-up/testkit';
import { FakeFleet, type Fault } from './judge/fake-fleet';

interface Exports {
  rollingRestart: (
    fleet: FakeFleet,
    old: readonly string[],
  ) => Promise<{ replaced: readonly string[]; failedAt: string | undefined }>;
}

const ONE = 'Stage 1: replace one';
const ALL = 'Stage 2: replace all of them';
const BROKEN = 'Stage 3: a version that is broken';

const names = ['rollingRestart'] as const;
const THREE = ['old-1', 'old-2', 'old-3'];

const FAULTS: readonly (readonly [Fault, string])[] = [
  ['start', 'new-2 does not start'],
  ['listed', 'new-2 is not listed in time'],
  ['ping', 'new-2 does not answer a ping'],
];

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'replace one',
      names,
      cases: [
        using(ONE, 'the new server is left, and the old one is gone', ['old-1'], (run) =>
          run.expectLeft(['new-1']),
        ),
        using(ONE, 'a server works at every moment', ['old-1'], (run) => run.expectWorking(1)),
        using(ONE, 'no call is lost', ['old-1'], (run) => run.expectNothingLost()),
      ],
    },
    {
      title: 'replace all',
      names,
      cases: [
        using(ALL, 'three new servers are left', THREE, (run) =>
          run.expectLeft(['new-1', 'new-2', 'new-3']),
        ),
        using(ALL, 'no call to any of the three is lost', THREE, (run) => run.expectNothingLost()),
        using(ALL, 'three servers work at every moment', THREE, (run) => run.expectWorking(3)),
        using(ALL, 'there is never more than one extra server', THREE, (run) =>
          run.expectAtMostRunning(4),
        ),
        using(ALL, 'the outcome has all of them, in order', THREE, (run) =>
          run.expectOutcome(THREE, undefined),
        ),
        using(ALL, 'without a server, nothing is started', [], (run) => {
          run.expectStarted(0);
          run.expectOutcome([], undefined);
        }),
      ],
    },
    {
      title: 'a broken version',
      names,
      cases: [
        ...FAULTS.flatMap(([fault, what]) => [
          using(
            BROKEN,
            `${what}: the old servers that are left serve`,
            THREE,
            (run) => {
              run.expectLeft(['new-1', 'old-2', 'old-3']);
              run.expectStarted(2);
              run.expectWorking(3);
            },
            fault,
          ),
          using(BROKEN, `${what}: no call is lost`, THREE, (run) => run.expectNothingLost(), fault),
          using(
            BROKEN,
            `${what}: the outcome says where`,
            THREE,
            (run) => run.expectOutcome(['old-1'], 'old-2'),
            fault,
          ),
        ]),
      ],
    },
  ],
});

/** A finished restart. */
class Run {
  constructor(
    private readonly given: string,
    private readonly fleet: FakeFleet,
    private readonly outcome: Awaited<ReturnType<Exports['rollingRestart']>>,
  ) {
    const [mistake] = fleet.mistakes;
    if (mistake === undefined) return;
    throw new CaseFailed({ given, expected: 'only operations that are possible', came: mistake });
  }

  /** The running processes, which must also be the ones that clients call. */
  expectLeft(expected: readonly string[]): void {
    const { running, called } = this.fleet.left;
    expectEqual(`${this.given}; servers running at the end`, expected, [...running].sort());
    expectEqual(
      `${this.given}; servers that clients call at the end`,
      expected,
      [...called].sort(),
    );
  }

  expectNothingLost(): void {
    const { lost, log } = this.fleet;
    const [first] = lost;
    if (first === undefined) return;
    const given = `${this.given}; operations: ${log.slice(0, 10).join(', ')}`;
    throw new CaseFailed({ given, expected: 'no lost call', came: first });
  }

  expectWorking(least: number): void {
    const what = 'the lowest number of working servers in the lists';
    expectEqual(`${this.given}; ${what}`, least, this.fleet.leastWorking);
  }

  expectAtMostRunning(most: number): void {
    expectEqual(
      `${this.given}; the highest number of running servers`,
      most,
      this.fleet.mostRunning,
    );
  }

  expectStarted(count: number): void {
    expectEqual(`${this.given}; servers started`, count, this.fleet.startedCount);
  }

  expectOutcome(replaced: readonly string[], failedAt: string | undefined): void {
    const { replaced: some, failedAt: at } = this.outcome;
    expectEqual(`${this.given}; the outcome's replaced`, replaced, some);
    expectEqual(`${this.given}; the outcome's failedAt`, failedAt, at);
  }
}

function using(
  section: string,
  title: string,
  old: readonly string[],
  judgeRun: (run: Run) => void,
  fault?: Fault,
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: async ({ rollingRestart }) => {
      const fleet = new FakeFleet(old, fault);
      const which = old.length === 0 ? 'no old server' : old.join(' ');
      const what = FAULTS.find(([one]) => one === fault)?.[1];
      const given = what === undefined ? which : `${which}; ${what}`;
      const outcome = await resultOf(given, () => rollingRestart(fleet, old));
      judgeRun(new Run(given, fleet, outcome));
    },
  };
}
