// The server under test: this chapter's, or a learner's if BYTES_UP_SUBJECT names a
// folder with its main.ts.

import { join } from 'node:path';
import { forkingCommand, subjectFolder, typescriptCommand } from '@bytes-up/testkit';

const folder = join(__dirname, '..');

/** The server command: the program and its first arguments. */
export function server(...flags: readonly string[]): readonly string[] {
  const command = flags.includes('node') ? typescriptCommand : forkingCommand;
  return [...command(join(subjectFolder(folder), 'main.ts')), ...flags];
}

/** Each engine, with the model file that says what it can do. */
export const engines = [
  { command: server('--engine', 'sendmsg'), model: join(folder, '..', 'model.json') },
  { command: server('--engine', 'node'), model: join(folder, '..', 'model.node.json') },
];
