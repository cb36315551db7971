// `npm start -- conformance …`: judges any server. All that follows belongs to the
// suite's own command line.

import type { Command } from 'commander';
import type { Context } from '../context';
import { lazy } from '../lazy';

export function addConformanceCommand(
  program: Command,
  context: Context,
  argv: readonly string[],
): void {
  program
    .command('conformance')
    .description('judge a server, ours or your own; conformance --help shows how')
    .argument('[flags...]', 'flags of the suite')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async () => {
      // From the raw command line: commander would drop the `--` before the server's own
      // command.
      const { runCli } = lazy.conformance();
      context.finish(await runCli(argv.slice(argv.indexOf('conformance') + 1)));
    });
}
