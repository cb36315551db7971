// Judges the solution of an exercise: in `npm test`, except for the programs of my/rpc
// from chapter 09 on. Each of those takes ten seconds, and has processes that must get a
// core in time, so they are judged in the soak tests.

import { readFileSync } from 'node:fs';
import { hasPassed } from '../exercises/judge-file';
import { fileOf, type Exercise } from '../exercises/exercise';
import { solutionText } from '../exercises/texts';
import { firstFailure, judgeText } from './judge-text';

/**
 * A program of my/rpc after step 5: a server with another model, or what is around one.
 */
export function isServerOfModel({ file, chapter }: Exercise): boolean {
  return file.startsWith('rpc/') && chapter.number >= 9;
}

/** Defines the test. */
export function testSolution(exercise: Exercise): void {
  test('has a solution that passes', async () => {
    const judgement = await judgeText(exercise, (target) => solutionText(exercise, target));
    expect(firstFailure(judgement)).toBeUndefined();
    expect(judgement.unjudged).toBeUndefined();
    expect(hasPassed(judgement)).toBe(true);
    // including cases that are judged together, which the judge does not list
    for (const { section } of judgement.outcomes) expect(headingsOf(exercise)).toContain(section);
  });
}

export function headingsOf(exercise: Exercise): string[] {
  return (readFileSync(fileOf(exercise, 'task.md'), 'utf8').match(/^## .+$/gm) ?? []).map(
    (heading) => heading.slice(3),
  );
}
