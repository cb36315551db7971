// Stage 3: at SIGHUP every server is replaced, and no client notices.

import { CaseFailed, type JudgedCase } from '@bytes-up/testkit';
import { underLoad } from './load';
import { expectKnown, knownTo, SERVERS, withService } from './service';

const ROLLING = 'Stage 3: the rolling restart';

export const theRollingRestart: readonly JudgedCase<object>[] = [
  {
    title: 'at SIGHUP every server is replaced, and no attempt fails',
    section: ROLLING,
    run: (_exports, learner) =>
      withService(learner, ['--leave', '300'], async (service) => {
        const { client, program } = service;
        const before = await expectKnown('--servers 3', service, SERVERS, '3 servers');
        const given = '3 servers under load, SIGHUP to the program';
        let fewest = before.length;
        const onChanged = (): void => {
          fewest = Math.min(fewest, knownTo(client).length);
        };
        client.directory.on('changed', onChanged);
        const { made, failedAttempts } = await underLoad(given, client, async () => {
          program.signal('SIGHUP');
          const isNew = (key: string): boolean => !before.includes(key);
          await expectKnown(given, service, SERVERS, '3 servers, all of them new', isNew);
        });
        client.directory.off('changed', onChanged);
        if (fewest < SERVERS) {
          const expected = 'each new server to be in the registry before an old one leaves';
          throw new CaseFailed({ given, expected, came: `only ${fewest} were registered` });
        }
        if (failedAttempts === 0) return;
        const came = `${failedAttempts} of ${made} failed, and were retried at another server`;
        throw new CaseFailed({ given, expected: 'every call to be answered at once', came });
      }),
  },
];
