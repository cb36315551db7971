// `npm start -- list`: the map of the chapters.

import type { Command } from 'commander';
import { formatMap, markdownTable } from '../chapter-map';
import type { Context } from '../context';

export function addListCommand(program: Command, context: Context): void {
  program
    .command('list')
    .description('show the chapters, what each has and what you have done')
    .option('--markdown', 'as the table of the README')
    .action(({ markdown }: { markdown?: true }) => {
      context.write(markdown ? markdownTable(context.root) : `\n${formatMap(context)}\n`);
    });
}
