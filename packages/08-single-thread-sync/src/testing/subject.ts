// What the tests judge: this chapter's server, or a learner's folder with the same files.
// BYTES_UP_SUBJECT names that folder.

import { join } from 'node:path';
import { subjectFolder, typescriptCommand } from '@bytes-up/testkit';
import type { serveConnection } from '../connection';

const own = join(__dirname, '..');
const folder = subjectFolder(own);

interface Subject {
  readonly serveConnection: typeof serveConnection;
  /** The server command: the program and its first arguments. */
  readonly command: readonly string[];
}

export function subject(): Subject {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only at run time
  const connection = require(join(folder, 'connection')) as Pick<Subject, 'serveConnection'>;
  return { ...connection, command: typescriptCommand(join(folder, 'main.ts')) };
}

/** What it promises. */
export const engines = [{ command: subject().command, model: join(own, '..', 'model.json') }];
