// `npm start -- reset [id]`: start an exercise over. The old file is kept.

import path from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '@bytes-up/protocol';
import type { Context } from '../context';
import { chooseExercise } from '../exercises/choose-exercise';
import { findExercises, type Exercise } from '../exercises/exercise';
import { forgetExercises, forgetSteps, rememberStep } from '../exercises/exercise-progress';
import { hasStarted, keep, myName, startAgain, textOf } from '../exercises/my-work';

export function addResetCommand(program: Command, context: Context): void {
  program
    .command('reset')
    .description('start an exercise over; your file is kept in my/kept/')
    .argument('[id]', 'an exercise or its chapter')
    .option('--all', 'reset all exercises: none started, none passed')
    .option('--yes', 'required with --all')
    .action((id: string | undefined, { all, yes }: { all?: true; yes?: true }) => {
      if (all && id !== undefined)
        throw new UsageError(`either ${id} or --all: npm start -- reset ${id}`);
      if (all && !yes)
        throw new UsageError(
          'this forgets every exercise that you have passed and moves your files to my/kept/: ' +
            'to do it, npm start -- reset --all --yes',
        );
      if (all) return context.write(resetAll(context));
      const exercise = chooseExercise(context, id);
      if (id === undefined)
        throw new UsageError(
          `which exercise? The one that you saved last: npm start -- reset ${exercise.id}`,
        );
      if (!hasStarted(context.root, exercise))
        throw new UsageError(`not started: npm start -- exercise ${exercise.id}`);
      context.write(reset(context, exercise));
    });
}

function resetAll(context: Context): string {
  const kept = findExercises(context.root).flatMap((each) => keep(context.root, each) ?? []);
  forgetExercises(context);
  const where = kept.map((name) => `  Your old file is ${name}.\n`).join('');
  return `\n${where}  All exercises have been reset: npm start -- exercise\n\n`;
}

/** @returns what to print */
export function reset(context: Context, exercise: Exercise): string {
  const kept = startAgain(context.root, exercise);
  forgetSteps(context, exercise);
  rememberStep(context, exercise, 'started');
  const name = myName(exercise);
  const where =
    kept === undefined
      ? ''
      : textOf(path.join(context.root, kept)) === undefined
        ? `  What was there is ${kept} now.\n`
        : `  Your old file is ${kept}. To restore it:\n    cp ${kept} ${name}\n`;
  return `\n  ${name} is the start file again.\n${where}\n`;
}
