// What the learner's file begins with, and our solution. Most exercises have a file for
// each. One of the kind "break it" has neither: both are made from the chapter's own
// source, the start with a bug in it, so they cannot go out of date (CONTRIBUTING.md).

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Fault } from '@bytes-up/testkit';
import type { Exercise } from './exercise';

/** Marks a region for the pages, which a copy does not need. */
const REGION = /^ *\/\/ #(?:end)?region.*\n/gm;
const RELATIVE_IMPORT = /((?:from|import) |import\()'(\.{1,2}\/[^']+)'/g;

/** @param target the file that gets the text, absolute: a copy's imports depend on it */
export function startText(exercise: Exercise, target: string): string {
  const fault = faultOf(exercise);
  if (fault === undefined) return readFileSync(path.join(exercise.folder, 'start.ts'), 'utf8');
  const parts = copyOfSource(exercise, target).split(fault.find);
  if (parts.length !== 2)
    throw new Error(
      `${exercise.id}: the bug's text occurs ${parts.length - 1} times in ${sourceName(exercise)}`,
    );
  return (
    `// A copy of ${sourceName(exercise)} with one bug in it.\n` +
    `// The task: npm start -- exercise ${exercise.id}\n\n` +
    parts.join(fault.replace)
  );
}

/** @param target the file that gets the text, absolute: a copy's imports depend on it */
export function solutionText(exercise: Exercise, target: string): string {
  if (exercise.breaks !== undefined) return copyOfSource(exercise, target);
  return readFileSync(path.join(exercise.folder, 'solution.ts'), 'utf8');
}

/** The bug of a "break it" exercise; undefined for any other exercise. */
export function faultOf({ breaks, folder }: Exercise): Fault | undefined {
  if (breaks === undefined) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found on disk
  return (require(path.join(folder, 'fault.ts')) as { fault: Fault }).fault;
}

/** `packages/03-codec/src/other-ways/delimiter.ts` */
export function sourceName({ breaks = '', chapter }: Exercise): string {
  return path.posix.join('packages', chapter.folder, breaks);
}

/** The chapter's source, with its imports rewritten for the target's folder. */
function copyOfSource({ breaks = '', folder }: Exercise, target: string): string {
  const source = path.join(folder, '../..', breaks);
  return readFileSync(source, 'utf8')
    .replace(REGION, '')
    .replace(RELATIVE_IMPORT, (_match, before: string, specifier: string) => {
      const imported = path.resolve(path.dirname(source), specifier);
      const relative = path.relative(path.dirname(target), imported).replaceAll(path.sep, '/');
      return `${before}'${relative.startsWith('.') ? relative : `./${relative}`}'`;
    });
}
