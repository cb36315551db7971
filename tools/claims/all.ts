// The mutants of every chapter, from the files of this folder's `chapters`.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutant';

const FOLDER = join(__dirname, 'chapters');

/** Chapter, as its folder is called, and its mutants. */
export function allMutants(): Map<string, readonly Mutant[]> {
  const chapters = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();
  return new Map(
    chapters.map((chapter) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by name
      const { mutants } = require(join(FOLDER, chapter)) as { mutants: readonly Mutant[] };
      return [chapter, mutants];
    }),
  );
}
