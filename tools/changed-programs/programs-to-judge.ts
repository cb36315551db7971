// Which programs of my/rpc a change affects. `npm test` judges none of their wrong
// variants, and solutions only up to step 5; the nightly soak tests judge all.

import { relative } from 'node:path';
import { findExercises, isStep, stepsBefore, type Exercise } from '@bytes-up/course';

/** The steps before this chapter are functions, of which `npm test` has two variants. */
const FIRST_CHAPTER = 8;
/** What the judges of several programs share. */
const SHARED = 'packages/conformance/src/for-exercises/';

/**
 * @param changed files relative to root
 * @returns the ids of the programs that differ in their own code, in the solution of an
 *   earlier step that they import, or in what judges them
 */
export function programsToJudge(root: string, changed: readonly string[]): readonly string[] {
  const code = changed.filter((file) => /\.ts$|\/about\.json$/.test(file));
  const all = code.some((file) => file.startsWith(SHARED) && !file.endsWith('.test.ts'));
  const hasChanged = (exercise: Exercise, file = ''): boolean => {
    const folder = `${relative(root, exercise.folder)}/${file}`;
    return code.some((name) => name.startsWith(folder));
  };
  return findExercises(root)
    .filter((exercise) => isStep(exercise) && exercise.chapter.number >= FIRST_CHAPTER)
    .filter(
      (exercise) =>
        all ||
        hasChanged(exercise) ||
        stepsBefore(root, exercise).some((step) => hasChanged(step, 'solution.ts')),
    )
    .map(({ id }) => id);
}
