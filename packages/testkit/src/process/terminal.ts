// Runs a command in its own terminal, so that a test can press ctrl-C in it.

import { spawnSync } from 'node:child_process';

/** The descriptor for its standard error. */
export const TERMINAL_STDERR_FD = 3;

/**
 * The command in a new terminal. Its exit code is passed on. Its standard error is kept
 * out of the terminal, where its log would mix with the lines of its standard output.
 */
export function inTerminal(command: readonly string[]): readonly string[] {
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  return [
    'script',
    '-qec',
    `exec ${quoted.join(' ')} 2>&${TERMINAL_STDERR_FD} ${TERMINAL_STDERR_FD}>&-`,
    '/dev/null',
  ];
}

let found: boolean | undefined;

/** Whether the command `script` exists, in its Linux version (util-linux). */
export function hasTerminal(): boolean {
  return (found ??= spawnSync('script', ['--version']).status === 0);
}
