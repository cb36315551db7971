// Shows a long text: with $PAGER or less in a terminal, otherwise on standard output.

import { spawn } from 'node:child_process';
import type { Context } from '../context';

export async function show(
  text: string,
  { interactive, env, write }: Pick<Context, 'interactive' | 'env' | 'write'>,
): Promise<void> {
  if (!interactive || !(await page(text, env))) write(text);
}

/** Resolves to false when there is no pager. */
function page(text: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const command = env['PAGER'] ?? 'less';
  if (command === '') return Promise.resolve(false);
  // R: colours; F and X: a text of one screen is printed and stays, as git does it; Ps:
  // the prompt.
  const pager = spawn('/bin/sh', ['-c', command], {
    env: { LESS: 'RFXPsspace = on   b = back   q = done$', ...env },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  // Ctrl-C is a key of the pager's; this process waits for the pager to end.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  return new Promise<boolean>((resolve) => {
    pager.once('error', () => resolve(false));
    // the shell's codes for "no such command"
    pager.once('close', (code) => resolve(code !== 127 && code !== 126));
    pager.stdin.on('error', () => undefined); // EPIPE: the reader has left before the end
    pager.stdin.end(text);
  }).finally(() => process.off('SIGINT', ignore));
}
