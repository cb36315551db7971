// Stage 2: a server that is killed, and one that keeps crashing.

import { CaseFailed, eventually, groupMembers, type JudgedCase } from '@bytes-up/testkit';
import path from 'node:path';
import { underLoad } from './load';
import { expectKnown, processOf, SERVERS, withService, type Service } from './service';
import { runsOf, withoutReadiness } from './crash-loop';

const RESTART = 'Stage 2: the restart';
/** The starts, and the least time of all pauses between them: 100, 200, 400, 800 ms. */
const STARTS = 5;
const LEAST_MS = 1_500;
/** A Node.js timer can fire a millisecond early. */
const EARLY_MS = 5;
/** In ms of machine time. */
const STARTS_WITHIN_MS = 10_000;
const GONE_WITHIN_MS = 8_000;

export const theRestart: readonly JudgedCase<object>[] = [
  {
    title: 'a server that is killed is replaced, and every call ends once',
    section: RESTART,
    run: (_exports, learner) =>
      withService(learner, [], async (service) => {
        const before = await expectKnown('--servers 3', service, SERVERS, '3 servers');
        const [killed = ''] = before;
        const given = `3 servers under load, SIGKILL to the one at ${killed}`;
        await underLoad(given, service.client, async () => {
          process.kill(processOf(given, service, killed), 'SIGKILL');
          await expectKnown(
            given,
            service,
            SERVERS,
            '3 servers, without it',
            (key) => key !== killed,
          );
        });
        await expectNoOther(given, service, before, killed);
      }),
  },
  {
    title: 'a server that keeps crashing is restarted after longer and longer pauses',
    section: RESTART,
    run: async (_exports, learner) => {
      const given = '--servers 1, and a server that exits at once';
      const server = path.join(__dirname, 'ends-at-once.ts');
      await withoutReadiness(learner, ['--servers', '1', '--server', server], async (program) => {
        const isEnough = (): boolean => runsOf(program).length >= STARTS;
        await eventually(isEnough, STARTS_WITHIN_MS);
        const runs = runsOf(program).slice(0, STARTS);
        if (runs.length < STARTS) {
          const came = `${runs.length} in ${STARTS_WITHIN_MS / 1000} s`;
          throw new CaseFailed({ given, expected: `${STARTS} starts`, came });
        }
        // Without the time that the server ran, which is long on a slow machine.
        const pauses = runs.slice(1).map(({ fromMs }, n) => fromMs - (runs[n]?.toMs ?? 0));
        if (pauses.reduce((sum, ms) => sum + ms, 0) >= LEAST_MS - EARLY_MS) return;
        const expected = `pauses of 100, 200, 400 and 800 ms between the first ${STARTS} starts`;
        throw new CaseFailed({ given, expected, came: `${pauses.join(', ')} ms` });
      });
    },
  },
];

/** The others must not have been restarted, and no extra process may be left. */
async function expectNoOther(
  given: string,
  service: Service,
  before: readonly string[],
  killed: string,
): Promise<void> {
  const others = before.filter((key) => key !== killed);
  const known = await expectKnown(given, service, SERVERS, '3 servers');
  if (!others.every((key) => known.includes(key))) {
    const came = `in the registry: ${known.join(', ')}`;
    throw new CaseFailed({ given, expected: `${others.join(' and ')} to stay`, came });
  }
  const count = SERVERS + 1;
  const isRight = (): boolean => groupMembers(service.program.pid).length === count;
  if (await eventually(isRight, GONE_WITHIN_MS)) return;
  const came = `${groupMembers(service.program.pid).length} processes`;
  throw new CaseFailed({ given, expected: `${count}: the program and 3 servers`, came });
}
