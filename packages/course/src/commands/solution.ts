// `npm start -- solution [id]`: our solution, once the learner's own has passed.

import type { Command } from 'commander';
import type { Context } from '../context';
import { chooseExercise } from '../exercises/choose-exercise';
import type { Exercise } from '../exercises/exercise';
import { stateOf } from '../exercises/exercise-progress';
import { formatSolution } from '../exercises/show-task';
import { show } from '../terminal/pager';

export function addSolutionCommand(program: Command, context: Context): void {
  program
    .command('solution')
    .description('show our solution of an exercise that you have passed')
    .argument('[id]', 'an exercise or its chapter; default: the one that you saved last')
    .option('--anyway', 'even if yours has not passed yet')
    .action(async (id: string | undefined, { anyway }: { anyway?: true }) => {
      const exercise = chooseExercise(context, id);
      if (anyway !== true && !maySee(context, exercise)) {
        context.warn(
          `${exercise.id} has not passed yet\n` +
            `  A hint:               npm start -- hint ${exercise.id}\n` +
            `  Our solution anyway:  npm start -- solution ${exercise.id} --anyway\n`,
        );
        context.finish(1);
        return;
      }
      await show(formatSolution(exercise, context), context);
    });
}

export function maySee({ progressFile }: Context, exercise: Exercise): boolean {
  return stateOf(progressFile, exercise).passedVersion !== undefined;
}
