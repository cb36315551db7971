// `npm start -- challenge …`: judges a learner's server stage by stage. Everything after
// it belongs to the suite's own command line; the course records which stages have
// passed.

import type { Command } from 'commander';
import type { Context } from '../context';
import { lazy } from '../lazy';
import { markStage, readStages } from '../progress';
import { keep } from '../remember';

export function addChallengeCommand(
  program: Command,
  context: Context,
  argv: readonly string[],
): void {
  program
    .command('challenge')
    .description('write a server in any language, judged stage by stage')
    .argument('[flags...]', 'flags of the challenge; challenge --help shows them')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async () => {
      const { runChallenge } = lazy.conformance();
      // What has passed counts in this run, even if it cannot be saved.
      const passed = new Set(readStages(context.progressFile));
      const code = await runChallenge(argv.slice(argv.indexOf('challenge') + 1), {
        numbers: () => passed,
        add: (stage) => {
          passed.add(stage);
          keep(context, () => markStage(context.progressFile, stage));
        },
      });
      context.finish(code);
    });
}
