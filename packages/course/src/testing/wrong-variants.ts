// The wrong variants of the exercises' solutions, as tables of tests: in `npm test` two
// of each function, in the soak tests all of them. A server takes seconds to judge, and
// its judge is the conformance suite, which has its own mutants in `npm test`; `.ci/run`
// tries the last two of each program that a change affects.

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { WrongVariant } from '@bytes-up/testkit';
import { findExercises, type Exercise } from '../exercises/exercise';
import { hasPassed } from '../exercises/judge-file';
import { solutionText } from '../exercises/texts';
import { firstFailure, judgeText, ROOT } from './judge-text';

export function wrongVariantsOf({ folder }: Exercise): readonly WrongVariant[] {
  const file = path.join(folder, 'wrong.ts');
  if (!existsSync(file)) return [];
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found on disk
  return (require(file) as { wrong: readonly WrongVariant[] }).wrong;
}

/** A server of my/rpc. */
export function isServer({ file, chapter }: Exercise): boolean {
  return file.startsWith('rpc/') && chapter.number >= 8;
}

/** Defines a test for each of the chosen variants. */
export function testWrongVariants(choose: (exercise: Exercise) => readonly WrongVariant[]): void {
  const chosen = findExercises(ROOT).filter((exercise) => choose(exercise).length > 0);
  describe.each(chosen.map((exercise) => [exercise.id, exercise] as const))(
    '%s',
    (_id, exercise) => {
      const rows = choose(exercise).map((each) => [each.change, each] as const);
      test.each(rows)('catches: %s', async (_change, { find, replace, caughtBy }) => {
        const judgement = await judgeText(exercise, (target) => {
          const parts = solutionText(exercise, target).split(find);
          expect({ find, times: parts.length - 1 }).toEqual({ find, times: 1 });
          return parts.join(replace);
        });
        expect(hasPassed(judgement)).toBe(false);
        expect(firstFailure(judgement)?.title ?? judgement.cutShort).toMatch(caughtBy);
      });
    },
  );
}
