// Stage 3: children end, and the parent reaps them; a killed child affects only its own
// client.

import { expectEnd, expectPong, withClients, withServer } from '@bytes-up/conformance';
import {
  allProcesses,
  CaseFailed,
  eventually,
  holdersOf,
  isZombie,
  zombiesIn,
  type JudgedCase,
} from '@bytes-up/testkit';
import { portOf } from './processes';

const CHILDREN = 'Stage 3: children that end';
/** More than a second, for a busy machine. In ms of machine time. */
const REAPED_WITHIN_MS = 3_000;
const TOGETHER = 20;

export const children: readonly JudgedCase<object>[] = [
  {
    title: 'a child that has ended is reaped, even if no other client connects',
    section: CHILDREN,
    run: (_exports, learner) =>
      withServer(learner, async (address, { pid }) => {
        await withClients(address, 1, (client) => expectPong('a ping', client));
        await expectReaped('a client connects and leaves', pid, childrenOf);
      }),
  },
  {
    title: 'children that end together are all reaped',
    section: CHILDREN,
    run: (_exports, learner) =>
      withServer(learner, async (address, { pid }) => {
        let pids: readonly number[] = [];
        await withClients(address, TOGETHER, async (...clients) => {
          for (const client of clients)
            await expectPong(`${TOGETHER} clients, a ping each`, client);
          pids = childrenOf(pid);
          // While the parent is stopped, no child is reaped, so all of them become
          // zombies.
          process.kill(pid, 'SIGSTOP');
        });
        try {
          const given = `${TOGETHER} clients connect, and all leave together`;
          const haveEnded = (): boolean => zombiesIn(pid).length >= pids.length;
          if (!(await eventually(haveEnded, REAPED_WITHIN_MS)))
            throw new CaseFailed({
              given,
              expected: `${pids.length} children to end`,
              came: `${zombiesIn(pid).length} of them have ended`,
            });
        } finally {
          process.kill(pid, 'SIGCONT');
        }
        // Between the two accepts it has gone through its loop once.
        for (const number of [1, 2])
          await withClients(address, 1, (client) =>
            expectPong(`the children of ${TOGETHER} clients end; then client ${number}`, client),
          );
        const left = zombiesIn(pid).filter((each) => pids.includes(each)).length;
        if (left === 0) return;
        const given = `${TOGETHER} children end, then two more clients connect, one after the other`;
        const came = `${left} of the ${TOGETHER} are zombies`;
        throw new CaseFailed({ given, expected: 'all of them to be reaped', came });
      }),
  },
  {
    title: 'a killed child affects only its own client',
    section: CHILDREN,
    run: (_exports, learner) =>
      withServer(learner, (address, { pid }) =>
        withClients(address, 2, async (victim, other) => {
          await expectPong('client 1 sends a ping', victim);
          await expectPong('client 2 sends a ping', other);
          for (const child of holdersOf(pid, address.port, portOf(victim)))
            process.kill(child, 'SIGKILL');
          const given = "SIGKILL for client 1's child";
          await expectEnd(`${given}; client 1 waits`, victim);
          await expectPong(`${given}; client 2 sends a ping`, other);
          await withClients(address, 1, (next) =>
            expectPong(`${given}; client 3 sends a ping`, next),
          );
          await expectReaped(given, pid, zombiesIn);
        }),
      ),
  },
];

/** The children of a process, zombies included. */
function childrenOf(parent: number): readonly number[] {
  return allProcesses()
    .filter((entry) => entry.parent === parent)
    .map(({ pid }) => pid);
}

async function expectReaped(
  given: string,
  parent: number,
  left: (parent: number) => readonly number[],
): Promise<void> {
  if (await eventually(() => left(parent).length === 0, REAPED_WITHIN_MS)) return;
  const zombies = allProcesses().filter((each) => each.parent === parent && isZombie(each)).length;
  throw new CaseFailed({
    given: `${given}; ps shows the children of the parent`,
    expected: 'none, within a second',
    came: `${left(parent).length}, of them ${zombies} zombies`,
  });
}
