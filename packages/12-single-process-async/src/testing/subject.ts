// What the tests judge: this chapter's server, or a learner's folder with the same two
// files, net/server.ts and main.ts. BYTES_UP_SUBJECT names that folder.

import { join } from 'node:path';
import { subjectFolder, typescriptCommand } from '@bytes-up/testkit';
import type { startServer } from '../net/server';

const own = join(__dirname, '..');
const folder = subjectFolder(own);

interface Subject {
  readonly startServer: typeof startServer;
  /** The server command, as arguments of node. */
  readonly command: readonly string[];
}

export function subject(): Subject {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only at run time
  const server = require(join(folder, 'net', 'server')) as Pick<Subject, 'startServer'>;
  return { ...server, command: typescriptCommand(join(folder, 'main.ts')) };
}

const { command } = subject();

/** Each engine, with what it promises. */
export const engines = [
  { name: 'net', command: [...command, '--engine', 'net'], model: join(own, '..', 'model.json') },
  {
    name: 'epoll',
    command: [...command, '--engine', 'epoll'],
    model: join(own, '..', 'model.epoll.json'),
  },
];
