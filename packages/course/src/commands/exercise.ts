// `npm start -- exercise [id]`: prepares an exercise's file and shows its task. In a terminal
// it then judges each time the file is saved (exercises/watch.ts).

import type { Command } from 'commander';
import { UsageError } from '@bytes-up/protocol';
import type { Context } from '../context';
import { findExercisesOf, type Exercise } from '../exercises/exercise';
import { rememberStep, stateOf } from '../exercises/exercise-progress';
import { nextExercise, whyStepMissing } from '../exercises/judge-and-tell';
import { myName, prepare, takeSolutionsBefore } from '../exercises/my-work';
import { formatTask } from '../exercises/show-task';
import { show } from '../terminal/pager';
import { watch } from '../exercises/watch';

interface Flags {
  readonly fromSolution?: true;
  readonly watch: boolean;
}

export function addExerciseCommand(program: Command, context: Context): void {
  program
    .command('exercise')
    .description('do an exercise; in a terminal, each time you save it is judged')
    .argument('[id]', 'such as 03-rpc-frames, or a chapter; default: the first not passed')
    .option('--from-solution', 'take our solutions of the steps before that you have not passed')
    .option('--no-watch', 'show the task and stop, also in a terminal')
    .action(async (id: string | undefined, flags: Flags) => {
      const exercise = id === undefined ? firstToDo(context) : choose(context, id);
      const ready = await begin(context, exercise, flags.fromSolution === true);
      if (!ready) return context.finish(2);
      if (!context.interactive || !flags.watch) return context.write(howToGoOn(exercise));
      context.finish(await watch(context, exercise));
    });
}

function firstToDo(context: Context): Exercise {
  const exercise = nextExercise(context);
  if (exercise !== undefined) return exercise;
  throw new UsageError('you have passed every exercise: npm start -- list --exercises');
}

/** Of a chapter, the first that was not passed. */
function choose({ root, progressFile }: Context, text: string): Exercise {
  const found = findExercisesOf(root, text);
  const next = found.find((each) => stateOf(progressFile, each).passedVersion === undefined);
  return next ?? (found[0] as Exercise);
}

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
      `  The task has changed since you began (version ${exercise.version}). Your file was kept.\n`,
    );
  return true;
}

function howToGoOn({ id }: Exercise): string {
  return (
    `  Judge it:       npm start -- verify ${id}\n` +
    `  A hint:         npm start -- hint ${id}\n` +
    `  Begin again:    npm start -- reset ${id}\n` +
    `  Our solution:   npm start -- solution ${id}\n\n`
  );
}
