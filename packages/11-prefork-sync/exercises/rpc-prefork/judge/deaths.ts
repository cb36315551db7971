// Stage 3: workers die and are replaced.

import { expectEnd, expectPong, withClients } from '@bytes-up/conformance';
import {
  CaseFailed,
  eventually,
  groupMembers,
  holdersOf,
  type JudgedCase,
} from '@bytes-up/testkit';
import { expectWorkers, WORKERS, withPool, workersOf } from './pool';

const STAGE = 'Stage 3: workers that die';
/** More than a second, for a busy machine. In ms of machine time. */
const ENDS_WITHIN_MS = 3_000;

export const deaths: readonly JudgedCase<object>[] = [
  {
    title: 'a killed worker affects only its own client, and is replaced',
    section: STAGE,
    run: (_exports, learner) =>
      withPool(learner, (address, { pid }) =>
        withClients(address, 2, async (victim, other) => {
          await expectPong('client 1 sends a ping', victim);
          await expectPong('client 2 sends a ping', other);
          const killed = holdersOf(pid, address.port, victim.socket.localPort ?? 0);
          for (const worker of killed) process.kill(worker, 'SIGKILL');
          const given = "SIGKILL for client 1's worker";
          await expectEnd(`${given}; client 1 waits`, victim);
          await expectPong(`${given}; client 2 sends a ping`, other);
          await expectWorkers(given, pid, killed);
        }),
      ),
  },
  {
    title: 'workers that die together are all replaced',
    section: STAGE,
    run: (_exports, learner) =>
      withPool(learner, async (address, { pid }) => {
        await expectWorkers('before any client', pid);
        const killed = workersOf(pid);
        for (const worker of killed) process.kill(worker, 'SIGKILL');
        await expectWorkers(`SIGKILL for ${killed.length} workers`, pid, killed);
        await withClients(address, WORKERS, async (...clients) => {
          for (const client of clients)
            await expectPong('every worker was killed; a client sends a ping', client);
        });
      }),
  },
  {
    title: 'the workers do not outlive the master',
    section: STAGE,
    run: (_exports, learner) =>
      withPool(learner, async (_address, { pid }) => {
        await expectWorkers('before any client', pid);
        process.kill(pid, 'SIGKILL');
        if (await eventually(() => groupMembers(pid).length === 0, ENDS_WITHIN_MS)) return;
        throw new CaseFailed({
          given: 'SIGKILL for the master',
          expected: 'no worker left, so that the port is free',
          came: `${groupMembers(pid).length} workers are still running`,
        });
      }),
  },
];
