// `npm start -- list`: the map of the chapters.

import type { Command } from 'commander';
import { formatMap, formatWork, markdownTable } from '../chapter-map';
import type { Context } from '../context';
import { findExercises } from '../exercises/exercise';
import { formatExercises } from '../exercises/show-task';
import { formatNext } from '../next-step';
import { formatOtherPages } from './read';
import { formatRouteNames } from './route';

export function addListCommand(program: Command, context: Context): void {
  program
    .command('list')
    .description('show the chapters, what each has and what you have done')
    .option('--markdown', 'as the table of the README')
    .option('--exercises', 'the exercises instead of the chapters')
    .action(({ markdown, exercises }: { markdown?: true; exercises?: true }) => {
      const { root, write } = context;
      if (exercises) write(formatExercises(context, findExercises(root)));
      else if (markdown) write(markdownTable(root));
      else {
        write(`\n${formatNext(context)}\n${formatMap(context)}\n`);
        write(`${formatWork(context)}\n${formatRouteNames(context)}\n${formatOtherPages(root)}\n`);
      }
    });
}
