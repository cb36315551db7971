// Runs a command to its end.

import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Written to its standard input, which is then closed. */
  readonly input?: string;
}

/** @throws Error with `code`, `stdout` and `stderr` if the command fails */
export async function runCommand(
  [file = '', ...args]: readonly string[],
  { env = process.env, input = '' }: CommandOptions = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const running = promisify(execFile)(file, args, { env });
  // EPIPE: the command ended without reading its input
  running.child.stdin?.on('error', () => undefined).end(input);
  return running;
}

/** Whether a command such as `redis-cli --version` exists here and succeeds. */
export function succeeds([file = '', ...args]: readonly string[]): boolean {
  return spawnSync(file, args).status === 0;
}
