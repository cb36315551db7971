// Judges my/rpc/client.ts with a server of its own.

import { defineJudge } from '@bytes-up/testkit';
import { aCall } from './judge/a-call';
import { deadlines } from './judge/deadlines';
import type { Exports } from './judge/scenario';
import { manyCalls } from './judge/many-calls';
import { theEnd } from './judge/the-end';

export const judge = defineJudge<Exports>({
  caseLimitMs: 15_000,
  stages: [
    { title: 'a call', names: ['connect'], cases: aCall },
    { title: 'many calls', names: ['connect'], cases: manyCalls },
    { title: 'deadlines', names: ['connect'], cases: deadlines },
    { title: 'the end', names: ['connect'], cases: theEnd },
  ],
});
