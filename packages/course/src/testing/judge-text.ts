// Judges a text as if it were the learner's file, with our solutions of the earlier steps
// next to it.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stepsBefore, type Exercise } from '../exercises/exercise';
import { judgeFile, type Judgement } from '../exercises/judge-file';
import { myFile } from '../exercises/my-work';
import { solutionText } from '../exercises/texts';
import { makeRoot } from './make-root';

export const ROOT = path.resolve(__dirname, '../../../..');

/**
 * @param text computed from the absolute path of the learner's file, on which a copy's
 *   imports depend
 * @param change changes our files for the earlier steps, as if another learner had
 *   written them
 */
export function judgeText(
  exercise: Exercise,
  text: (target: string) => string,
  change: (before: string) => string = (before) => before,
): Promise<Judgement> {
  const root = makeRoot();
  const target = myFile(root, exercise);
  mkdirSync(path.dirname(target), { recursive: true });
  for (const step of stepsBefore(ROOT, exercise)) {
    const file = myFile(root, step);
    writeFileSync(file, change(solutionText(step, file)));
  }
  writeFileSync(target, text(target));
  return judgeFile(exercise, target);
}

/** The first failure in the task's order: its case, and what was received. */
export function firstFailure({ outcomes }: Judgement): { title: string; came: string } | undefined {
  const first = outcomes.find(({ failure }) => failure !== undefined);
  return first && { title: first.title, came: first.failure?.came ?? '' };
}
