// Judges a text as if it stood in the learner's file, with our solutions of the steps
// before beside it.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileOf, stepsBefore, type Exercise } from '../exercises/exercise';
import { judgeFile, type Judgement } from '../exercises/judge-file';
import { myFile } from '../exercises/my-work';
import { makeRoot } from './make-root';

export const ROOT = path.resolve(__dirname, '../../../..');

/** @param change what another learner's files of the steps before have instead of ours */
export function judgeText(
  exercise: Exercise,
  text: string,
  change: (before: string) => string = (before) => before,
): Promise<Judgement> {
  const root = makeRoot();
  const target = myFile(root, exercise);
  mkdirSync(path.dirname(target), { recursive: true });
  for (const step of stepsBefore(ROOT, exercise)) {
    writeFileSync(myFile(root, step), change(textOf(step, 'solution.ts')));
  }
  writeFileSync(target, text);
  return judgeFile(exercise, target);
}

export function textOf(exercise: Exercise, name: 'start.ts' | 'solution.ts' | 'task.md'): string {
  return readFileSync(fileOf(exercise, name), 'utf8');
}

/** The first failure in the task's order: its case and what came. */
export function firstFailure({ outcomes }: Judgement): { title: string; came: string } | undefined {
  const first = outcomes.find(({ failure }) => failure !== undefined);
  return first && { title: first.title, came: first.failure?.came ?? '' };
}
