// The command line of the suite's own server, for the suite's own tests.

import { join } from 'node:path';

/** The hook that runs TypeScript from source. */
export const TS_HOOK = join(__dirname, '../../../../tools/ts.cjs');
const SERVER = join(__dirname, 'reference-server/main.ts');

export const REFERENCE_MODEL = join(__dirname, 'reference-server/model.json');

/** Starts the reference server, or a mutant of it. */
export function referenceCommand(mutant?: string): readonly string[] {
  const command = [process.execPath, '-r', TS_HOOK, SERVER];
  return mutant === undefined ? command : [...command, '--mutant', mutant];
}
