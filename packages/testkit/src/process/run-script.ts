// Runs a TypeScript file of the course to its end: a demo, or a measuring script.

import { runCommand, type CommandOptions } from './run-command';
import { typescriptCommand } from './typescript-command';

export interface ScriptOptions extends CommandOptions {
  readonly args?: readonly string[];
  /** Node's own flags, such as `--expose-gc`. */
  readonly flags?: readonly string[];
}

/** @throws Error with `code`, `stdout` and `stderr` when the script fails */
export async function runScript(
  file: string,
  { args = [], flags = [], ...options }: ScriptOptions = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const [node = '', ...rest] = typescriptCommand(file, ...args);
  return runCommand([node, ...flags, ...rest], options);
}

/**
 * Runs a demo as a reader does.
 * @returns what it printed
 * @throws Error if it fails, or prints anything on standard error
 */
export async function runDemo(file: string): Promise<string> {
  const { stdout, stderr } = await runScript(file);
  if (stderr !== '') throw new Error(`the demo printed on standard error:\n${stderr}`);
  return stdout;
}
