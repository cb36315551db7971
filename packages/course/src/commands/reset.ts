// `npm start -- reset 03-rpc-frames`: begin an exercise again. The old file is kept.

import type { Command } from 'commander';
import type { Context } from '../context';
import { findExercise, type Exercise } from '../exercises/exercise';
import { forgetSteps, rememberStep } from '../exercises/exercise-progress';
import { myName, startAgain } from '../exercises/my-work';

export function addResetCommand(program: Command, context: Context): void {
  program
    .command('reset')
    .description('begin an exercise again; your file is kept in my/kept/')
    .argument('<id>', 'such as 03-rpc-frames')
    .action((id: string) => context.write(reset(context, findExercise(context.root, id))));
}

/** @returns what to tell */
export function reset(context: Context, exercise: Exercise): string {
  const kept = startAgain(context.root, exercise);
  forgetSteps(context, exercise);
  rememberStep(context, exercise, 'started');
  const where = kept === undefined ? '' : `  Your old file is ${kept}.\n`;
  return `\n  ${myName(exercise)} is the start again.\n${where}\n`;
}
