// `npm start -- simulate retry-storm`: the experiments of chapter 20, in simulated time.

import path from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../context';
import { runChild, typescriptCommand } from '../run-child';

const SIMULATE = 'packages/20-choosing/src/simulate.ts';

export function addSimulateCommand(program: Command, context: Context): void {
  program
    .command('simulate')
    .description('simulate many servers under load, with the policies and budgets of chapter 15')
    .argument('[flags...]', 'an experiment, such as retry-storm; simulate --help shows them')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (flags: string[]) => {
      const command = typescriptCommand(path.join(context.root, SIMULATE));
      const { code } = await runChild([...command, ...flags], { env: context.env });
      context.finish(code);
    });
}
