// `npm start -- demo 3`: runs a chapter's demo, src/demo.ts, and exits as it does. With
// --predict the demo asks what the learner expects before it shows it.

import type { Command } from 'commander';
import { findChapter, type Chapter } from '../chapters';
import type { Context } from '../context';
import { keepingOutcomes, requirePredictions } from '../predictions';
import { remember } from '../remember';
import { requireRoom } from '../rooms';
import { runChild, typescriptCommand } from '../run-child';

export function addDemoCommand(program: Command, context: Context): void {
  program
    .command('demo')
    .description('run a chapter’s demo; --predict asks first, other flags are passed on')
    .argument('<chapter>', 'number or name')
    .argument('[flags...]', 'flags of the demo')
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (name: string, flags: string[]) => {
      context.finish(await demo(context, findChapter(name), flags));
    });
}

export async function demo(
  context: Context,
  chapter: Chapter,
  flags: readonly string[] = [],
): Promise<number> {
  const file = requireRoom(context.root, chapter, 'demo');
  const asks = flags.includes('--predict');
  if (asks) requirePredictions(context.root, chapter);
  const run = async (env: NodeJS.ProcessEnv): Promise<number> => {
    const { code } = await runChild([...typescriptCommand(file), ...flags], { env });
    return code;
  };
  const code = await (asks ? keepingOutcomes(context, chapter, run) : run(context.env));
  if (code === 0) remember(context, chapter, 'demo');
  return code;
}
