// The server that the conformance suite judges: this chapter's, or a learner's, whose
// main.ts is in the folder that BYTES_UP_SUBJECT names.

import { join } from 'node:path';
import { forkingCommand, subjectFolder } from '@bytes-up/testkit';

const folder = join(__dirname, '..');
/** No registry listens there. A server serves anyway, and registers when one starts. */
const NO_REGISTRY = '127.0.0.1:1';

export const engine = {
  command: [
    ...forkingCommand(join(subjectFolder(folder), 'main.ts')),
    ...['--zookeeper', NO_REGISTRY, '--leave', '0'],
  ],
  model: join(folder, '..', 'model.json'),
};
