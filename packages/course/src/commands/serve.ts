// `npm start -- serve 12 --port 8080`: starts a chapter's server. Everything after the
// chapter is passed to the server.

import type { Command } from 'commander';
import { findChapter, type Chapter } from '../chapters';
import type { Context } from '../context';
import { remember } from '../remember';
import { requireRoom } from '../rooms';
import { runChild, typescriptCommand } from '../run-child';

export function addServeCommand(program: Command, context: Context): void {
  program
    .command('serve')
    .description('start a chapter’s server; ctrl-C stops it')
    .argument('<chapter>', 'number or name')
    .argument('[flags...]', 'flags of the server, such as --port 8080; serve 12 --help shows them')
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (name: string, flags: string[]) => {
      context.finish(await serve(context, findChapter(name), flags));
    });
}

export async function serve(
  context: Context,
  chapter: Chapter,
  flags: readonly string[] = [],
): Promise<number> {
  const file = requireRoom(context.root, chapter, 'server');
  const { code, signal } = await runChild([...typescriptCommand(file), ...flags], {
    env: context.env,
  });
  // Stopped by a signal with exit code 0: it has served. `--help` does not count.
  if (code === 0 && signal !== undefined) remember(context, chapter, 'served');
  return code;
}
