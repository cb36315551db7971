// What the tests test: this chapter's server, or a learner's. BYTES_UP_SUBJECT names the
// folder with its main.ts.

import { join } from 'node:path';
import { forkingCommand, subjectFolder } from '@bytes-up/testkit';

const folder = join(__dirname, '..');

/** The server command: the program and its first arguments. */
export function server(...flags: readonly string[]): readonly string[] {
  return [...forkingCommand(join(subjectFolder(folder), 'main.ts')), ...flags];
}

/** Each engine's command, with the model file that says what it can do. */
export const engines = [{ command: server(), model: join(folder, '..', 'model.json') }];
