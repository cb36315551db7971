// `npm start -- hint [id]`: the next hint. The first two are questions.

import { InvalidArgumentError, type Command } from 'commander';
import { UsageError } from '@bytes-up/protocol';
import type { Context } from '../context';
import { chooseExercise } from '../exercises/choose-exercise';
import type { Exercise } from '../exercises/exercise';
import { rememberStep, stateOf } from '../exercises/exercise-progress';
import { readHints, type Hint } from '../exercises/hints';
import { formatHint } from '../exercises/show-task';
import { maySee } from './solution';

export function addHintCommand(program: Command, context: Context): void {
  program
    .command('hint')
    .description('show the next hint for an exercise; the first two are questions')
    .argument('[id]', 'an exercise or its chapter; default: the one that you saved last')
    .argument('[number]', 'this hint, instead of the next', hintNumber)
    .action((id: string | undefined, number: number | undefined) => {
      context.write(nextHint(context, chooseExercise(context, id), number));
    });
}

/** The requested hint, or the next one; after the last, how to see the solution. */
export function nextHint(context: Context, exercise: Exercise, wanted?: number): string {
  const { id } = exercise;
  const hints = readHints(exercise);
  if (wanted !== undefined && wanted > hints.length)
    throw new UsageError(
      `${id} has ${hints.length} hints: give a number from 1 to ${hints.length}`,
    );
  const number = wanted ?? nextOf(hints, stateOf(context.progressFile, exercise));
  if (number === undefined) {
    const flag = maySee(context, exercise) ? '' : ' --anyway';
    return (
      '\n  That was the last hint.\n' +
      `  Read the first again:\n    npm start -- hint ${id} 1\n` +
      `  Our solution:\n    npm start -- solution ${id}${flag}\n\n`
    );
  }
  rememberStep(context, exercise, `hint-${number}`);
  return formatHint(exercise, number, context);
}

/**
 * Of the hints not yet shown: the first that is not only about stages that have passed,
 * else the first.
 * @returns its number, from 1; undefined after the last
 */
function nextOf(
  hints: readonly Hint[],
  { stages, hints: shown }: { readonly stages: number; readonly hints: ReadonlySet<number> },
): number | undefined {
  const open = hints
    .map(({ lastStage }, at) => ({ lastStage, number: at + 1 }))
    .filter(({ number }) => !shown.has(number));
  const next = open.find(({ lastStage }) => lastStage > stages) ?? open[0];
  return next?.number;
}

function hintNumber(text: string): number {
  if (/^[1-9]$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected the number of a hint.');
}
