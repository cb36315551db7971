// `npm start -- exercise [id]`: prepares an exercise's file and shows its task. In a
// terminal it then judges each time the file is saved (exercises/watch.ts).

import type { Command } from 'commander';
import { UsageError } from '@bytes-up/protocol';
import type { Context } from '../context';
import { findExercisesOf, type Exercise } from '../exercises/exercise';
import { begin } from '../exercises/begin';
import { stateOf } from '../exercises/exercise-progress';
import { nextExercise } from '../exercises/judge-and-tell';
import { watch } from '../exercises/watch';

interface Flags {
  readonly fromSolution?: true | undefined;
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
      const named =
        id === undefined ? undefined : chooseOf(context, findExercisesOf(context.root, id));
      context.finish(await doExercise(context, named ?? firstToDo(context), flags));
    });
}

/** @returns the exit code: 2 when a step before is missing */
export async function doExercise(
  context: Context,
  exercise: Exercise,
  { fromSolution, watch: watches }: Flags,
): Promise<number> {
  if (!(await begin(context, exercise, fromSolution === true))) return 2;
  if (context.interactive && watches) return watch(context, exercise);
  context.write(howToGoOn(exercise));
  return 0;
}

/** Of a chapter, the first that was not passed; undefined when the chapter has none. */
export function chooseOf(
  { progressFile }: Pick<Context, 'progressFile'>,
  exercises: readonly Exercise[],
): Exercise | undefined {
  const next = exercises.find((each) => stateOf(progressFile, each).passedVersion === undefined);
  return next ?? exercises[0];
}

function firstToDo(context: Context): Exercise {
  const exercise = nextExercise(context);
  if (exercise !== undefined) return exercise;
  throw new UsageError('you have passed every exercise: npm start -- list --exercises');
}

function howToGoOn({ id }: Exercise): string {
  return (
    `  Judge it:       npm start -- verify ${id}\n` +
    `  A hint:         npm start -- hint ${id}\n` +
    `  Begin again:    npm start -- reset ${id}\n` +
    `  Our solution:   npm start -- solution ${id}\n\n`
  );
}
