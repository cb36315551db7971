// What the tests test: this chapter's server, or a learner's folder with the same files,
// which BYTES_UP_SUBJECT names.

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

/** Each engine's command, with the model file that says what it can do. */
export const engines = [{ command: subject().command, model: join(own, '..', 'model.json') }];
