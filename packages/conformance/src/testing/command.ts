// The command line of the suite's own server, for the suite's own tests.

import { join } from 'node:path';
import { typescriptCommand } from '@bytes-up/testkit';

const SERVER = join(__dirname, 'reference-server/main.ts');

export const REFERENCE_MODEL = join(__dirname, 'reference-server/model.json');

/** Starts the reference server, or a mutant of it. */
export function referenceCommand(mutant?: string): readonly string[] {
  return typescriptCommand(SERVER, ...(mutant === undefined ? [] : ['--mutant', mutant]));
}
