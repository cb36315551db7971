// Which exercise a command means: a named one, one of a chapter, or the current one.

import { statSync } from 'node:fs';
import { UsageError } from '@bytes-up/protocol';
import type { Context } from '../context';
import { findExercises, findExercisesOf, type Exercise } from './exercise';
import { stateOf } from './exercise-progress';
import { isOurs, myFile } from './my-work';

type Learner = Pick<Context, 'root' | 'progressFile'>;

/**
 * @param text an id, part of one, a chapter, or undefined for the current exercise
 * @throws UsageError if there is none
 */
export function chooseExercise(context: Learner, text: string | undefined): Exercise {
  const { root } = context;
  const chosen =
    text === undefined
      ? exerciseAtHand(root, findExercises(root))
      : chooseOf(context, findExercisesOf(root, text));
  if (chosen !== undefined) return chosen;
  throw new UsageError('no exercise is started: npm start -- exercise starts the first one');
}

/** The current one if it has not passed, else the first that has not, else the first. */
export function chooseOf(
  { root, progressFile }: Learner,
  exercises: readonly Exercise[],
): Exercise | undefined {
  const open = exercises.filter((each) => stateOf(progressFile, each).passedVersion === undefined);
  return exerciseAtHand(root, open) ?? open[0] ?? exerciseAtHand(root, exercises) ?? exercises[0];
}

/** The exercise whose file the learner saved last. */
export function exerciseAtHand(root: string, exercises: readonly Exercise[]): Exercise | undefined {
  let last: Exercise | undefined;
  let savedAtMs = 0;
  for (const exercise of exercises) {
    const { mtimeMs = 0 } = statSync(myFile(root, exercise), { throwIfNoEntry: false }) ?? {};
    if (mtimeMs <= savedAtMs || isOurs(root, exercise)) continue;
    last = exercise;
    savedAtMs = mtimeMs;
  }
  return last;
}
