// `npm start -- run my/first.ts`: runs a learner's own script, which can import the
// course's packages. Everything after the file belongs to the script.

import { statSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../context';
import { makeMyFolder } from '../my-folder';
import { NODE_MODULES, runChild, typescriptCommand } from '../run-child';
import { UsageError } from '@bytes-up/protocol';

export function addRunCommand(program: Command, context: Context): void {
  program
    .command('run')
    .description('run a TypeScript file of your own, from my/ or from anywhere')
    .argument('[file]', 'such as my/first.ts; without a file, my/ is created')
    .argument('[args...]', 'arguments of your script')
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (file: string | undefined, args: string[]) => {
      if (makeMyFolder(context.root)) context.write('made my/ for your own files\n');
      if (file === undefined) context.write('try: npm start -- run my/first.ts\n');
      else context.finish(await runScript(context, file, args));
    });
}

async function runScript(
  { env, cwd }: Context,
  written: string,
  args: readonly string[],
): Promise<number> {
  const file = path.resolve(cwd, written);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(`no file ${written}: give a TypeScript file, such as my/first.ts`);
  }
  // So that a script outside the checkout finds the packages, too.
  const searched = [env['NODE_PATH'], NODE_MODULES].filter(Boolean).join(path.delimiter);
  const { code } = await runChild([...typescriptCommand(file), ...args], {
    cwd,
    env: { ...env, NODE_PATH: searched },
  });
  return code;
}
