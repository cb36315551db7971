// `.ci/run` asks it which programs of my/rpc to judge: a pattern for jest's -t, or
// nothing if none has changed.

import { resolve } from 'node:path';
import { changedPrograms } from './changed-programs/changed-programs';

const ids = changedPrograms(resolve(__dirname, '..'));
if (ids.length > 0) console.log(`^(${ids.join('|')}) `);
