// `npm start -- status --zookeeper 127.0.0.1:2181`: the distributed service, as listed in
// its registry.

import path from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../context';
import { runChild, typescriptCommand } from '../run-child';

const STATUS = 'packages/17-distributed-rpc/src/status.ts';

export function addStatusCommand(program: Command, context: Context): void {
  program
    .command('status')
    .description('show the servers that are registered in ZooKeeper, and whether they answer')
    .argument('[flags...]', 'such as --zookeeper 127.0.0.1:2181; status --help shows them')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (flags: string[]) => {
      const command = typescriptCommand(path.join(context.root, STATUS));
      const { code } = await runChild([...command, ...flags], { env: context.env });
      context.finish(code);
    });
}
