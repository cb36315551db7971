// How to run a TypeScript file of the course in a separate process.

import { join } from 'node:path';
import { FORK_FLAGS } from '@bytes-up/posix';

const HOOK = join(__dirname, '../../../../tools/ts.cjs');

/** The command line that runs a TypeScript file with this very Node. */
export function typescriptCommand(file: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, '-r', HOOK, file, ...args];
}

/**
 * The same for a server that forks, with the flags with which it would otherwise replace
 * itself (posix, fork-flags.ts), so it starts in half the time. That it also starts
 * without them is shown by whatever uses typescriptCommand, and by `npm start -- serve`.
 */
export function forkingCommand(file: string, ...args: readonly string[]): readonly string[] {
  const [node = '', ...rest] = typescriptCommand(file, ...args);
  return [node, ...FORK_FLAGS, ...rest];
}
