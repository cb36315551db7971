// The beginning of an exercise: the learner's file, if it is not written yet, and the
// task.

import type { Context } from '../context';
import { show } from '../terminal/pager';
import type { Exercise } from './exercise';
import { rememberStep, stateOf } from './exercise-progress';
import { whyNotHere, whyStepMissing } from './judge-and-tell';
import { hasStarted, myName, prepare, takeSolutionsBefore, type Taken } from './my-work';
import { formatTask } from './show-task';
import { isOn, routeOf } from '../routes';

/**
 * Prepares the file and shows the task.
 * @returns false if an earlier step is missing, or the system does not fit
 */
export async function begin(
  context: Context,
  exercise: Exercise,
  fromSolution: boolean,
): Promise<boolean> {
  const { root, write, warn, progressFile } = context;
  const whyNot = whyNotHere(exercise);
  if (whyNot !== undefined) {
    warn(`${whyNot}\n`);
    return false;
  }
  const route = routeOf(context);
  // A step of a chapter that the route skips was never meant to be written.
  const isKept = (step: Exercise): boolean =>
    fromSolution
      ? hasStarted(root, step) && stateOf(progressFile, step).passedVersion !== undefined
      : hasStarted(root, step) || isOn(route, step.chapter);
  const taken = takeSolutionsBefore(root, exercise, isKept);
  const why = whyStepMissing(root, exercise);
  if (why !== undefined) {
    await show(formatTask(exercise, context), context);
    warn(`${why}\n`);
    return false;
  }
  const isNew = prepare(root, exercise);
  const { startedVersion = exercise.version } = stateOf(progressFile, exercise);
  rememberStep(context, exercise, 'started');
  const file = `\n  ${isNew ? 'Your file, just created' : 'Your file'}: ${myName(exercise)}\n`;
  const task = formatTask(exercise, context);
  // Written after the pager, whose screen hides earlier output. The pager names the file,
  // too, so that an editor can open it meanwhile.
  await show(context.interactive ? file + task : task, context).finally(() =>
    write(whatWasTaken(taken)),
  );
  write(file);
  if (!isNew && startedVersion < exercise.version)
    write(
      `  The task has changed since you started (version ${exercise.version}). Your file was kept.\n` +
        `  What is new: npm start -- exercise --diff ${exercise.id}\n`,
    );
  return true;
}

/** Where the learner's own files are now, with the command that restores each. */
function whatWasTaken(taken: readonly Taken[]): string {
  const lines = taken.flatMap(({ name, kept }) => [
    `  ${name} is our solution now.\n`,
    ...(kept === undefined ? [] : [`    Yours is kept. To restore it:\n    cp ${kept} ${name}\n`]),
  ]);
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}
