// `npm start -- exercise [id]`: prepares an exercise's file and shows its task. In a
// terminal it then judges the file each time it is saved (exercises/watch.ts).

import type { Command } from 'commander';
import type { Context } from '../context';
import { formatChanges, hasChanged } from '../exercises/changes';
import { findExercises, findExercisesOf, type Exercise } from '../exercises/exercise';
import { chooseExercise, exerciseAtHand } from '../exercises/choose-exercise';
import { begin } from '../exercises/begin';
import { stateOf } from '../exercises/exercise-progress';
import { nextExercise } from '../exercises/judge-and-tell';
import { watch } from '../exercises/watch';
import { isWhole, routeOf } from '../routes';

interface Flags {
  readonly diff?: true | undefined;
  readonly fromSolution?: true | undefined;
  readonly watch: boolean;
}

export function addExerciseCommand(program: Command, context: Context): void {
  program
    .command('exercise')
    .description('do an exercise; in a terminal, it is judged each time you save')
    .argument('[id]', 'an exercise or its chapter; default: the current one, or the next')
    .option('--from-solution', 'use our solutions for earlier steps that you have not passed')
    .option('--diff', 'show what has changed in the task since the version that you passed')
    .option('--no-watch', 'show the task and exit, even in a terminal')
    .action(async (id: string | undefined, flags: Flags) => {
      if (flags.diff) return showChanges(context, id);
      const exercise = id === undefined ? toDo(context) : chooseExercise(context, id);
      if (exercise === undefined)
        context.write(isWhole(routeOf(context)) ? ALL_PASSED : ROUTE_PASSED);
      else context.finish(await doExercise(context, exercise, flags));
    });
}

/** For the named exercises, or for all that have changed. */
function showChanges(context: Context, id: string | undefined): void {
  const { root, write } = context;
  const chosen =
    id === undefined
      ? findExercises(root).filter((each) => hasChanged(context, each))
      : findExercisesOf(root, id);
  write(chosen.map((each) => formatChanges(context, each)).join(''));
  if (chosen.length === 0) write('\n  No exercise has changed since you passed it.\n\n');
}

/** @returns the exit code: 2 if an earlier step is missing */
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

/** The current one, or the next once it has passed; undefined if all have passed. */
function toDo(context: Context): Exercise | undefined {
  const { root, progressFile } = context;
  const atHand = exerciseAtHand(root, findExercises(root));
  const isOpen = atHand && stateOf(progressFile, atHand).passedVersion === undefined;
  return isOpen ? atHand : nextExercise(context, atHand);
}

const ROUTE_PASSED = `
  You have passed every exercise of your route.
  The others:  npm start -- route whole
`;

const ALL_PASSED = `
  You have passed every exercise.
  The list:               npm start -- list --exercises
  Do one again:           npm start -- exercise ID
  All from the start:     npm start -- reset --all --yes
`;

function howToGoOn({ id }: Exercise): string {
  return (
    `  Judge it:       npm start -- verify ${id}\n` +
    `  A hint:         npm start -- hint ${id}\n` +
    `  Start over:     npm start -- reset ${id}\n` +
    `  Our solution:   npm start -- solution ${id}\n\n`
  );
}
