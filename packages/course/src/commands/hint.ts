// `npm start -- hint 03-rpc-frames`: the next hint. The first two are questions.

import { InvalidArgumentError, type Command } from 'commander';
import { UsageError } from '@bytes-up/protocol';
import type { Context } from '../context';
import { findExercise, type Exercise } from '../exercises/exercise';
import { rememberStep, stateOf } from '../exercises/exercise-progress';
import { readHints } from '../exercises/hints';
import { formatHint } from '../exercises/show-task';

export function addHintCommand(program: Command, context: Context): void {
  program
    .command('hint')
    .description('show the next hint of an exercise; the first two are questions')
    .argument('<id>', 'such as 03-rpc-frames')
    .argument('[number]', 'this one, instead of the next', hintNumber)
    .action((id: string, number: number | undefined) => {
      const exercise = findExercise(context.root, id);
      context.write(nextHint(context, exercise, number));
    });
}

/** The next hint that was not shown yet; after the last one, the last one again. */
export function nextHint(context: Context, exercise: Exercise, wanted?: number): string {
  const count = readHints(exercise).length;
  if (wanted !== undefined && wanted > count)
    throw new UsageError(`${exercise.id} has ${count} hints: give a number from 1 to ${count}`);
  const number = wanted ?? Math.min(stateOf(context.progressFile, exercise).hints + 1, count);
  rememberStep(context, exercise, `hint-${number}`);
  return formatHint(exercise, number, context);
}

function hintNumber(text: string): number {
  if (/^[1-9]$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected the number of a hint.');
}
