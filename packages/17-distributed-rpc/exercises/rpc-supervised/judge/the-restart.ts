// Stage 2: a server that is killed, and one that keeps crashing.

import {
  CaseFailed,
  eventually,
  groupMembers,
  type JudgedCase,
  type ServerProcess,
} from '@bytes-up/testkit';
import {
  ENDS_AT_ONCE,
  ENDS_LATER,
  runsOf,
  ServerLink,
  withoutReadiness,
  type Run,
} from './crash-loop';
import { underLoad } from './load';
import {
  expectKnown,
  expectReadyLines,
  processOf,
  SERVERS,
  withService,
  type Service,
} from './service';

const RESTART = 'Stage 2: the restart';
/** Of the server that exits at once. The pauses are 100, 200, 400, 800 and 1600 ms. */
const STARTS = 5;
const AT_ONCE = '--servers 1, and a server that exits at once';
const LATER = `${AT_ONCE}, but runs for 2 s after ${STARTS} starts`;
const [FIRST_PAUSE_MS, MAX_PAUSE_MS] = [100, 2_000];
/** A Node.js timer can fire a millisecond early. */
const EARLY_MS = 5;
/**
 * On a slow machine, the program may measure that much for a server that exits at once,
 * and take it for one that did not fail at its start.
 */
const MAYBE_STEADY_MS = 1_000 - EARLY_MS;
/** How long the first start may take until the process runs. */
const SPAWN_MS = 400;
/** What the program must take for that. */
const STEADY_MS = 1_500;
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
        expectReadyLines(given, service, SERVERS + 1);
      }),
  },
  {
    title: 'a server that keeps crashing is restarted after longer and longer pauses',
    section: RESTART,
    run: async (_exports, learner) => {
      const link = new ServerLink(ENDS_AT_ONCE);
      const flags = ['--servers', '1', '--server', link.file];
      try {
        await withoutReadiness(learner, flags, async (program) => {
          await expectStarts(AT_ONCE, program, STARTS);
          // in time, because the next pause is 1.6 s
          link.exchange(ENDS_LATER);
          await expectStarts(LATER, program, STARTS + 2);
          expectPauses(runsOf(program));
        });
      } finally {
        link.remove();
      }
    },
  },
];

async function expectStarts(given: string, program: ServerProcess, count: number): Promise<void> {
  if (await eventually(() => runsOf(program).length >= count, STARTS_WITHIN_MS)) return;
  const came = `${runsOf(program).length} in ${STARTS_WITHIN_MS / 1000} s`;
  throw new CaseFailed({ given, expected: `${count} starts`, came });
}

/**
 * The time that a server ran, which is long on a slow machine, is not part of a pause. No
 * pause may be too short. Only the one after a server that ran for long may not be too
 * long either: it would be 2 s if failures were still counted.
 */
function expectPauses(runs: readonly Run[]): void {
  let leastMs = FIRST_PAUSE_MS;
  let lastMs = 0;
  for (const [n, { fromMs, toMs }] of runs.slice(0, -1).entries()) {
    const ranMs = toMs - fromMs;
    const nextMs = runs[n + 1]?.fromMs ?? 0;
    // The program cannot have started it earlier, nor seen its end later.
    const startedMs = (runs[n - 1]?.toMs ?? fromMs - SPAWN_MS - lastMs) + lastMs;
    if (nextMs - FIRST_PAUSE_MS - startedMs > MAYBE_STEADY_MS) leastMs = FIRST_PAUSE_MS;
    const pauseMs = nextMs - toMs;
    const came = `${pauseMs} ms before start ${n + 2}`;
    if (pauseMs < leastMs - EARLY_MS)
      throw new CaseFailed({ given: AT_ONCE, expected: `a pause of ${leastMs} ms`, came });
    if (ranMs > STEADY_MS && n >= STARTS && pauseMs > MAX_PAUSE_MS - EARLY_MS)
      throw new CaseFailed({ given: LATER, expected: `a pause of ${FIRST_PAUSE_MS} ms`, came });
    lastMs = leastMs;
    leastMs = Math.min(2 * leastMs, MAX_PAUSE_MS);
  }
}

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
