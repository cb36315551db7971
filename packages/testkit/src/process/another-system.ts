// How a command behaves on a system for which this package has no system calls.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const NOT_LINUX = join(__dirname, 'not-linux.ts');

/**
 * A TypeScript file's command (`typescriptCommand`), as on another system.
 */
export function onAnotherSystem(command: readonly string[]): readonly string[] {
  const [node = '', flag = '', hook = '', ...rest] = command;
  // After the hook that runs TypeScript.
  return [node, flag, hook, '-r', NOT_LINUX, ...rest];
}

/** Runs a command there that ends by itself. */
export function runOnAnotherSystem(command: readonly string[]): {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
} {
  const [node = '', ...args] = onAnotherSystem(command);
  return spawnSync(node, args, { encoding: 'utf8' });
}
