// `npm start` alone: the menus in a terminal; otherwise the map and the commands.

import type { Command } from 'commander';
import { formatMap } from '../chapter-map';
import type { Context } from '../context';
import { createPrompter } from '../interactive/prompter';
import { walk } from '../interactive/walk';
import { formatNext } from '../next-step';

export async function welcome(context: Context, program: Command): Promise<number> {
  if (context.interactive) return walk(context, await createPrompter());
  const lines = program.commands.map((command) => {
    const args = command.registeredArguments.map((argument) =>
      argument.required ? `<${argument.name()}>` : '…',
    );
    const call = `npm start -- ${[command.name(), ...args].join(' ')}`;
    return `  ${call.padEnd(34)}  ${command.description()}`;
  });
  context.write(`\nBytes Up: RPC from the bytes up\n\n${formatNext(context)}\n`);
  context.write(`${formatMap(context)}\n`);
  context.write(`${lines.join('\n')}\n\n`);
  return 0;
}
