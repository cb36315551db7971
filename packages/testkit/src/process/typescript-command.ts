// How to run a TypeScript file of the course in a separate process.

import { isAbsolute, join, relative } from 'node:path';
import { FORK_FLAGS } from '@bytes-up/posix';

const CHECKOUT = join(__dirname, '../../../..');
const HOOK = join(CHECKOUT, 'tools/ts.cjs');

/** The command line that runs a TypeScript file with this same Node. */
export function typescriptCommand(file: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, '-r', HOOK, file, ...args];
}

/**
 * The same for a server that forks, with the flags that it would otherwise add by
 * replacing itself (posix, fork-flags.ts), so it starts in half the time. Everything that
 * uses typescriptCommand, and `npm start -- serve`, shows that it also starts without
 * them.
 */
export function forkingCommand(file: string, ...args: readonly string[]): readonly string[] {
  const [node = '', ...rest] = typescriptCommand(file, ...args);
  return [node, ...FORK_FLAGS, ...rest];
}

/**
 * A command as typed in the folder of the course: `node -r ./tools/ts.cjs my/a.ts`.
 * @param home the folder that has `my/`, which is another one in tests
 */
export function typedCommand(command: readonly string[], home: string): string {
  const flags: readonly string[] = FORK_FLAGS; // a program that needs them adds them itself
  const words = command.filter((word) => !flags.includes(word));
  return words.map((word) => typedWord(word, home)).join(' ');
}

function typedWord(word: string, home: string): string {
  if (word === process.execPath) return 'node';
  if (word === HOOK) return './tools/ts.cjs';
  const folder = [home, CHECKOUT].find((each) => word.startsWith(`${each}/`));
  return isAbsolute(word) && folder !== undefined ? relative(folder, word) : word;
}
