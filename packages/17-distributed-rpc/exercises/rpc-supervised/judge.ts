// Judges my/rpc/supervised.ts: a service of three servers under load from the course's
// own client, and finally all of my/rpc together with the whole course.

import { allCases, Suite, suiteStage } from '@bytes-up/conformance';
import { defineJudge, typescriptCommand } from '@bytes-up/testkit';
import path from 'node:path';
import { everyClient } from './judge/every-client';
import { everyServer } from './judge/every-server';
import { theRestart } from './judge/the-restart';
import { theRollingRestart } from './judge/the-rolling-restart';
import { theService } from './judge/the-service';
import { theStop } from './judge/the-stop';

/** The protocol says SHOULD there, and step 5 does not ask for it. */
const NOT_ASKED = '1.3/fairness';
const whole = new Suite({
  ids: allCases().flatMap(({ id }) => (id === NOT_ASKED ? [] : [id])),
  commandOf: ({ file }) => typescriptCommand(path.join(path.dirname(file), 'server.ts')),
});

export const judge = defineJudge<object>({
  caseLimitMs: 60_000,
  atOnce: 3,
  stages: [
    { title: 'the service', names: [], cases: theService },
    { title: 'the restart', names: [], cases: theRestart },
    { title: 'the rolling restart', names: [], cases: theRollingRestart },
    { title: 'the stop', names: [], cases: theStop },
    {
      ...suiteStage('all together', 'Stage 5: all together', whole),
      cases: [...everyServer, ...everyClient],
    },
  ],
});
