// How a TypeScript file of the course is run as a process of its own.

import { join } from 'node:path';

const HOOK = join(__dirname, '../../../tools/ts.cjs');

/** The command line that runs a TypeScript file with this very Node: the program and its arguments. */
export function typescriptCommand(file: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, '-r', HOOK, file, ...args];
}
