// Judges my/fork/handle-client.ts as the parent and as the child.

import { CaseFailed, defineJudge, expectEqual, show, type JudgedCase } from '@bytes-up/testkit';
import { FakeSystem, type Faults } from './judge/fake-system';

interface Exports {
  handleClient: (system: FakeSystem, parentOnly: readonly number[], client: number) => void;
}

const PARENT = 'Stage 1: the parent';
const CHILD = 'Stage 2: the child';
const THROWS = 'Stage 3: serve throws';
const FAILS = 'Stage 4: fork fails';

const names = ['handleClient'] as const;
const CLIENT = 5;
const ONE = [4];
const SEVERAL = [4, 7, 9];

/** A process in which handleClient has ended. */
interface Ended {
  readonly given: string;
  readonly system: FakeSystem;
}

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'the parent',
      names,
      cases: [
        parent(PARENT, 'the parent forks once', ONE, {}, ({ given, system }) =>
          expectEqual(`${given}; calls of fork`, 1, system.forks),
        ),
        parent(PARENT, 'the parent does not serve', ONE, {}, ({ given, system }) =>
          expectEqual(`${given}; serve was called`, false, system.openWhenServing !== undefined),
        ),
        parent(PARENT, 'the parent closes its copy of the connection', ONE, {}, (ended) =>
          expectOpen(ended, ONE),
        ),
        parent(PARENT, 'the parent keeps all its listening sockets', SEVERAL, {}, (ended) =>
          expectOpen(ended, SEVERAL),
        ),
        parent(PARENT, 'the parent does not refuse the client', ONE, {}, ({ given, system }) =>
          expectEqual(`${given}; refused`, [], system.refused),
        ),
      ],
    },
    {
      title: 'the child',
      names,
      cases: [
        child(CHILD, 'the child serves, and does not return', ONE, {}, ({ given, system }) =>
          expectEqual(`${given}; serve was called`, true, system.openWhenServing !== undefined),
        ),
        child(CHILD, 'while it serves, only the connection is open', ONE, {}, expectOnlyClient),
        child(CHILD, 'it closes all the parent’s sockets', SEVERAL, {}, expectOnlyClient),
        child(CHILD, 'the parent no longer listens', [], {}, expectOnlyClient),
        child(CHILD, 'its exit code is 0', ONE, {}, (ended) => expectExitCode(ended, 0)),
      ],
    },
    {
      title: 'serve throws',
      names,
      cases: [
        child(THROWS, 'a method has a bug', ONE, { serve: 'INTERNAL' }, (ended) =>
          expectExitCode(ended, 1),
        ),
        child(THROWS, 'the connection is reset', ONE, { serve: 'ECONNRESET' }, (ended) => {
          expectOnlyClient(ended);
          expectExitCode(ended, 1);
        }),
      ],
    },
    {
      title: 'fork fails',
      names,
      cases: [
        ...['EAGAIN', 'ENOMEM'].flatMap((code) => [
          parent(
            FAILS,
            `fork throws ${code}: the client is refused`,
            ONE,
            { fork: code },
            (ended) => expectEqual(`${ended.given}; refused`, [CLIENT], ended.system.refused),
          ),
          parent(
            FAILS,
            `fork throws ${code}: the connection is closed`,
            ONE,
            { fork: code },
            (ended) => expectOpen(ended, ONE),
          ),
        ]),
        parent(FAILS, 'fork is not tried again', ONE, { fork: 'EAGAIN' }, ({ given, system }) =>
          expectEqual(`${given}; calls of fork`, 1, system.forks),
        ),
        ...[
          ['the client is gone as well', 'EPIPE'] as const,
          ['the client has reset the connection', 'ECONNRESET'] as const,
        ].map(([title, refuse]) =>
          parent(FAILS, title, SEVERAL, { fork: 'EAGAIN', refuse }, (ended) =>
            expectOpen(ended, SEVERAL),
          ),
        ),
      ],
    },
  ],
});

function expectOpen({ given, system }: Ended, expected: readonly number[]): void {
  expectEqual(`${given}; open in the parent afterwards`, expected, system.open);
}

function expectOnlyClient({ given, system }: Ended): void {
  expectEqual(`${given}; open in the child when it serves`, [CLIENT], system.openWhenServing);
}

function expectExitCode({ given, system }: Ended, expected: number): void {
  expectEqual(`${given}; the exit code of the child`, expected, system.exitCode);
}

type Check = (ended: Ended) => void;

function parent(
  section: string,
  title: string,
  parentOnly: readonly number[],
  faults: Faults,
  check: Check,
): JudgedCase<Exports> {
  return inProcess('parent', section, title, parentOnly, faults, check);
}

function child(
  section: string,
  title: string,
  parentOnly: readonly number[],
  faults: Faults,
  check: Check,
): JudgedCase<Exports> {
  return inProcess('child', section, title, parentOnly, faults, check);
}

function inProcess(
  role: 'parent' | 'child',
  section: string,
  title: string,
  parentOnly: readonly number[],
  faults: Faults,
  check: Check,
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: ({ handleClient }) => {
      const system = new FakeSystem(role, [...parentOnly, CLIENT], faults);
      const given = describe(role, parentOnly, faults);
      const end = system.run(() => handleClient(system, parentOnly, CLIENT));
      const expected = role === 'parent' ? 'returned' : 'exited';
      if (end !== expected) {
        const failure = {
          given: `${given}; how handleClient ends`,
          expected: role === 'parent' ? 'it returns' : 'the process exits, by _exit',
          came: typeof end === 'string' ? ENDS[end] : show(end.thrown),
        };
        throw new CaseFailed(failure, { cause: typeof end === 'string' ? end : end.thrown });
      }
      check({ given, system });
    },
  };
}

const ENDS = { returned: 'it returns', exited: 'the process exits' };

function describe(role: string, parentOnly: readonly number[], faults: Faults): string {
  const call = `handleClient(system, [${parentOnly.join(', ')}], ${CLIENT})`;
  const thrown = Object.entries(faults).map(([name, code]) => `; ${name} throws ${String(code)}`);
  return `${call} in the ${role}${thrown.join('')}`;
}
