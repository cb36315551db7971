// Judges my/rpc/registered.ts: first as a program, by its nodes in a ZooKeeper that runs
// in this process, and then as the module that step 14 imports.

import { defineJudge } from '@bytes-up/testkit';
import { asAModule } from './judge/as-a-module';
import { theCommand } from './judge/the-command';
import { theEntry } from './judge/the-entry';
import { theRegistry } from './judge/the-registry';
import { theStop } from './judge/the-stop';

export const judge = defineJudge<object>({
  caseLimitMs: 40_000,
  atOnce: 3,
  stages: [
    { title: 'the command', names: [], cases: theCommand },
    { title: 'the entry', names: [], cases: theEntry },
    { title: 'the registry comes and goes', names: [], cases: theRegistry },
    { title: 'the stop', names: [], cases: theStop },
    { title: 'as a module', names: [], cases: asAModule },
  ],
});
