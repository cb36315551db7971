// `npm start -- test 3`: runs the tests of one chapter with jest, in the chapter's
// folder.

import type { Command } from 'commander';
import { findChapter, type Chapter } from '../chapters';
import type { Context } from '../context';
import { remember } from '../remember';
import { requireRoom } from '../rooms';
import { runChild } from '../run-child';

export function addTestCommand(program: Command, context: Context): void {
  program
    .command('test')
    .description('run a chapter’s tests; what follows the chapter is passed to jest')
    .argument('<chapter>', 'number or name')
    .argument('[flags...]', 'flags of jest, such as -t "split point"')
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (name: string, flags: string[]) => {
      context.finish(await test(context, findChapter(name), flags));
    });
}

export async function test(
  context: Context,
  chapter: Chapter,
  flags: readonly string[] = [],
): Promise<number> {
  const cwd = requireRoom(context.root, chapter, 'tests');
  const jest = require.resolve('jest/bin/jest');
  const { code } = await runChild([process.execPath, jest, ...flags], { cwd, env: context.env });
  // Tests selected by flags do not count as the chapter's tests.
  if (code === 0 && flags.length === 0) remember(context, chapter, 'tested');
  return code;
}
