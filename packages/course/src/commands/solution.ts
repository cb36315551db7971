// `npm start -- solution 03-rpc-frames`: our solution, once the learner's own has passed.

import type { Command } from 'commander';
import type { Context } from '../context';
import { findExercise, type Exercise } from '../exercises/exercise';
import { stateOf } from '../exercises/exercise-progress';
import { formatSolution } from '../exercises/show-task';
import { show } from '../terminal/pager';

export function addSolutionCommand(program: Command, context: Context): void {
  program
    .command('solution')
    .description('show our solution of an exercise that you have passed')
    .argument('<id>', 'such as 03-rpc-frames')
    .option('--anyway', 'also when yours has not passed yet')
    .action(async (id: string, { anyway }: { anyway?: true }) => {
      const exercise = findExercise(context.root, id);
      if (anyway !== true && !maySee(context, exercise)) {
        context.warn(
          `${exercise.id} has not passed yet. A hint: npm start -- hint ${exercise.id}. ` +
            `To see our solution all the same: npm start -- solution ${exercise.id} --anyway\n`,
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
