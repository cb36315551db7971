// Prints a pattern for jest's -t that selects the programs of my/rpc that `.ci/run`
// judges; nothing if none has changed.

import { resolve } from 'node:path';
import { changedWithinADay } from './changed-programs/changed-files';
import { programsToJudge } from './changed-programs/programs-to-judge';

const root = resolve(__dirname, '..');
const ids = programsToJudge(root, changedWithinADay(root));
if (ids.length > 0) console.log(`^(${ids.join('|')}) `);
