// The beginning of an exercise: the learner's file, if it is not there yet, and the task.

import type { Context } from '../context';
import { show } from '../terminal/pager';
import type { Exercise } from './exercise';
import { rememberStep, stateOf } from './exercise-progress';
import { whyStepMissing } from './judge-and-tell';
import { myName, prepare, takeSolutionsBefore } from './my-work';
import { formatTask } from './show-task';

/** Prepares the file and shows the task. @returns false when a step before is missing */
export async function begin(
  context: Context,
  exercise: Exercise,
  fromSolution: boolean,
): Promise<boolean> {
  const { root, write, warn, progressFile } = context;
  if (fromSolution) {
    const hasPassed = (step: Exercise): boolean =>
      stateOf(progressFile, step).passedVersion !== undefined;
    for (const { name, kept } of takeSolutionsBefore(root, exercise, hasPassed)) {
      write(`  ${name} is our solution now${kept === undefined ? '' : `; yours is ${kept}`}\n`);
    }
  }
  const why = whyStepMissing(root, exercise);
  if (why !== undefined) {
    warn(`${why}\n`);
    return false;
  }
  const isNew = prepare(root, exercise);
  const { startedVersion = exercise.version } = stateOf(progressFile, exercise);
  rememberStep(context, exercise, 'started');
  await show(formatTask(exercise, context), context);
  write(`\n  ${isNew ? 'Your file, just made' : 'Your file'}: ${myName(exercise)}\n`);
  if (!isNew && startedVersion < exercise.version)
    write(
      `  The task has changed since you began (version ${exercise.version}). Your file was kept.\n` +
        `  What is new: npm start -- exercise --diff ${exercise.id}\n`,
    );
  return true;
}
