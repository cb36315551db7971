// Judges my/client/pool.ts by which connection each caller gets, and when.

import { defineJudge } from '@bytes-up/testkit';
import { cap } from './judge/cap';
import type { Exports } from './judge/driver';
import { leaves } from './judge/leaves';
import { lend } from './judge/lend';
import { lost } from './judge/lost';

const names = ['Pool'] as const;

export const judge = defineJudge<Exports>({
  stages: [
    { title: 'lend', names, cases: lend },
    { title: 'the cap', names, cases: cap },
    { title: 'what is lost', names, cases: lost },
    { title: 'a caller leaves', names, cases: leaves },
  ],
});
