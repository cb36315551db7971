// A demo as a reader runs it, for its test.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { typescriptCommand } from './typescript-command';

/** Runs a demo to its end. @returns what it printed @throws Error when it fails, or prints anything on standard error */
export async function runDemo(file: string): Promise<string> {
  const [node = '', ...args] = typescriptCommand(file);
  const { stdout, stderr } = await promisify(execFile)(node, args);
  if (stderr !== '') throw new Error(`the demo complained:\n${stderr}`);
  return stdout;
}

/** A client's row in the picture of three clients: `CS..A===L`, and who served it. @param name `A`, `B` or `C` */
export function rowOf(
  printed: string,
  name: string,
): { readonly drawn: string; readonly by: string } {
  const [, drawn = '', by = ''] =
    new RegExp(`^client ${name}  ( *[CSAL.=]+) *(.*)$`, 'm').exec(printed) ?? [];
  return { drawn, by };
}
