// What the tests judge: this chapter's server, or a learner's folder with the same files. BYTES_UP_SUBJECT names that folder.

import { join, resolve } from 'node:path';
import { typescriptCommand } from '@bytes-up/stage';
import type { serveConnection } from '../connection';

const folder = resolve(process.env['BYTES_UP_SUBJECT'] ?? join(__dirname, '..'));

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
