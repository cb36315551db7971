// What the conformance suite judges: this chapter's server, or a learner's. BYTES_UP_SUBJECT names a folder that holds its main.ts.

import { join } from 'node:path';
import { forkingCommand, subjectFolder } from '@bytes-up/testkit';

const folder = join(__dirname, '..');
/** Nobody listens there: a server serves all the same, and registers when somebody does. */
const NO_REGISTRY = '127.0.0.1:1';

export const engine = {
  command: [
    ...forkingCommand(join(subjectFolder(folder), 'main.ts')),
    ...['--zookeeper', NO_REGISTRY, '--leave', '0'],
  ],
  model: join(folder, '..', 'model.json'),
};
