// Stage 3: at SIGHUP every server is replaced, and no client notices.

import { CaseFailed, eventually, groupMembers, type JudgedCase } from '@bytes-up/testkit';
import path from 'node:path';
import { ENDS_AT_ONCE, runsOf, ServerLink } from './crash-loop';
import { underLoad } from './load';
import {
  expectKnown,
  expectReadyLines,
  knownTo,
  processOf,
  SERVERS,
  withService,
  type Service,
} from './service';

const ROLLING = 'Stage 3: the rolling restart';
/** How often to count the processes. */
const LOOKS_EVERY_MS = 250;
/**
 * In milliseconds. It is the time in which the registry's event must reach the client.
 */
const LEAVE_MS = 1_000;
/** The program, its servers, the new one, and an old one that is leaving. */
const MOST_PROCESSES = 1 + SERVERS + 2;
/** In ms of machine time. */
const [ALL_NEW_WITHIN_MS, STARTS_WITHIN_MS, SECOND_START_MS] = [15_000, 8_000, 1_500];

export const theRollingRestart: readonly JudgedCase<object>[] = [
  {
    title: 'at SIGHUP every server is replaced, and no attempt fails',
    section: ROLLING,
    run: (_exports, learner) =>
      withService(learner, ['--leave', String(LEAVE_MS)], async (service) => {
        const { client, program } = service;
        const before = await expectKnown('--servers 3', service, SERVERS, '3 servers');
        const given = '3 servers under load, SIGHUP to the program';
        let fewest = before.length;
        let most = 0;
        const looking = setInterval(() => {
          most = Math.max(most, groupMembers(program.pid).length);
        }, LOOKS_EVERY_MS);
        const onChanged = (): void => {
          fewest = Math.min(fewest, knownTo(client).length);
        };
        client.directory.on('changed', onChanged);
        const { made, failedAttempts } = await underLoad(given, client, async () => {
          program.signal('SIGHUP');
          const isNew = (key: string): boolean => !before.includes(key);
          await expectKnown(
            given,
            service,
            SERVERS,
            '3 servers, all of them new',
            isNew,
            ALL_NEW_WITHIN_MS,
          );
        }).finally(() => clearInterval(looking));
        client.directory.off('changed', onChanged);
        if (fewest < SERVERS) {
          const expected = 'each new server to be in the registry before an old one leaves';
          throw new CaseFailed({ given, expected, came: `only ${fewest} were registered` });
        }
        if (failedAttempts > 0) {
          const came = `${failedAttempts} of ${made} failed, and were retried at another server`;
          throw new CaseFailed({ given, expected: 'every call to be answered at once', came });
        }
        if (most > MOST_PROCESSES) {
          const came = `${most} processes at the same time`;
          throw new CaseFailed({ given, expected: 'one server after the other', came });
        }
        expectReadyLines(given, service, 2 * SERVERS);
      }),
  },
  {
    title: 'a new server that does not start ends the rolling restart',
    section: ROLLING,
    run: async (_exports, learner) => {
      const own = path.join(path.dirname(learner.file), 'server.ts');
      const link = new ServerLink(own);
      const flags = ['--leave', '100', '--server', link.file];
      try {
        await withService(learner, flags, async (service) => {
          const before = await expectKnown('--servers 3', service, SERVERS, '3 servers');
          link.exchange(ENDS_AT_ONCE);
          service.program.signal('SIGHUP');
          const given = '3 servers; SIGHUP, and each new server exits before it listens';
          await expectOneFailedStart(given, service);
          if (service.program.endedByItself !== undefined)
            throw new CaseFailed({ given, expected: 'the old servers to go on', came: 'the end' });
          for (const key of before) processOf(given, service, key);
          await expectKnown(given, service, SERVERS, 'the 3 servers to stay', (key) =>
            before.includes(key),
          );
          link.exchange(own);
          service.program.signal('SIGHUP');
          const then = `${given}; SIGHUP again, and new servers start`;
          const isNew = (key: string): boolean => !before.includes(key);
          await expectKnown(
            then,
            service,
            SERVERS,
            '3 servers, all of them new',
            isNew,
            ALL_NEW_WITHIN_MS,
          );
        });
      } finally {
        link.remove();
      }
    },
  },
];

async function expectOneFailedStart(given: string, { program }: Service): Promise<void> {
  const started = (count: number) => (): boolean => runsOf(program).length >= count;
  if (!(await eventually(started(1), STARTS_WITHIN_MS)))
    throw new CaseFailed({ given, expected: 'a new server to be started', came: 'none' });
  if (await eventually(started(2), SECOND_START_MS)) {
    const came = 'another one was started';
    throw new CaseFailed({ given, expected: 'the rolling restart to end with the first', came });
  }
}
