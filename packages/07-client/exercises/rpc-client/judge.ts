// Judges my/rpc/client.ts. The server is a part of the judge.

import { defineJudge } from '@bytes-up/testkit';
import { aCall } from './judge/a-call';
import { deadlines } from './judge/deadlines';
import type { Exports } from './judge/game';
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
