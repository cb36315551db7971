// A terminal of its own for a command, so that a test can press ctrl-C in it.

import { spawnSync } from 'node:child_process';

/**
 * The command in a new terminal: what it prints comes on one stream, its exit code is
 * passed on.
 */
export function inTerminal(command: readonly string[]): readonly string[] {
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  return ['script', '-qec', `exec ${quoted.join(' ')}`, '/dev/null'];
}

let found: boolean | undefined;

/** Whether the command `script` is there, in the form that Linux has (util-linux). */
export function hasTerminal(): boolean {
  return (found ??= spawnSync('script', ['--version']).status === 0);
}
