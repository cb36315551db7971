// What the tests judge: this chapter's server, or a learner's folder with the same two files.
// BYTES_UP_SUBJECT names that folder.

import { join, resolve } from 'node:path';
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
  const hook = resolve(__dirname, '../../../../tools/ts.cjs');
  return { ...server, command: [process.execPath, '-r', hook, join(folder, 'main.ts')] };
}
