// What the tests judge: this chapter's server, or a learner's folder with the same two files.
// BYTES_UP_SUBJECT names that folder.

import { join, resolve } from 'node:path';
import { typescriptCommand } from '@bytes-up/stage';
import type { startServer } from '../server';

const folder = resolve(process.env['BYTES_UP_SUBJECT'] ?? join(__dirname, '..'));

interface Subject {
  readonly startServer: typeof startServer;
  /** The server command, as arguments of node. */
  readonly command: readonly string[];
}

export function subject(): Subject {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only at run time
  const server = require(join(folder, 'server')) as Pick<Subject, 'startServer'>;
  return { ...server, command: typescriptCommand(join(folder, 'main.ts')) };
}
