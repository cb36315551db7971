// `npm start -- zookeeper --port 2181`: starts the embedded ZooKeeper, for all servers
// that should find each other.

import path from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../context';
import { runChild, typescriptCommand } from '../run-child';

const MAIN = 'packages/embedded-zookeeper/src/main.ts';

export function addZooKeeperCommand(program: Command, context: Context): void {
  program
    .command('zookeeper')
    .description(
      'start an in-memory ZooKeeper for learning, or a real one with --real; ctrl-C stops it',
    )
    .argument('[flags...]', 'such as --port 2181; zookeeper --help shows them')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (flags: string[]) => {
      const command = typescriptCommand(path.join(context.root, MAIN));
      const { code } = await runChild([...command, ...flags], { env: context.env });
      context.finish(code);
    });
}
