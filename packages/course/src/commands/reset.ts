// `npm start -- reset [id]`: start an exercise over. The old file is kept.

import type { Command } from 'commander';
import { UsageError } from '@bytes-up/protocol';
import type { Context } from '../context';
import { chooseExercise } from '../exercises/choose-exercise';
import { findExercises, type Exercise } from '../exercises/exercise';
import { forgetExercises, forgetSteps, rememberStep } from '../exercises/exercise-progress';
import { hasStarted, keep, myName, startAgain } from '../exercises/my-work';

export function addResetCommand(program: Command, context: Context): void {
  program
    .command('reset')
    .description('start an exercise over; your file is kept in my/kept/')
    .argument('[id]', 'an exercise or its chapter; default: the one that you saved last')
    .option('--all', 'reset all exercises: none started, none passed')
    .action((id: string | undefined, { all }: { all?: true }) => {
      if (all) return context.write(resetAll(context));
      const exercise = chooseExercise(context, id);
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
  const where = kept === undefined ? '' : `  Your old file is ${kept}.\n`;
  return `\n  ${myName(exercise)} is the start file again.\n${where}\n`;
}
