// Shows a long text: with $PAGER or less in a terminal, otherwise on standard output.

import { spawn } from 'node:child_process';
import type { Context } from '../context';

/** Ctrl-C ended the pager: the reader wants to quit the course. */
export class Interrupted extends Error {}

/** @throws Interrupted if ctrl-C ended the pager */
export async function show(
  text: string,
  { interactive, env, write, leaving }: Pick<Context, 'interactive' | 'env' | 'write' | 'leaving'>,
): Promise<void> {
  if (!interactive || !(await page(text, env, leaving))) write(text);
}

/** Resolves to false if there is no pager. */
function page(text: string, env: NodeJS.ProcessEnv, leaving?: AbortSignal): Promise<boolean> {
  const command = env['PAGER'] ?? 'less';
  if (command === '') return Promise.resolve(false);
  // R: colours; F and X: a text that fits on one screen is printed and stays, as in git;
  // K: ctrl-C quits; Ps: the prompt. LESSSECURE: a stray key cannot start a command or
  // write a file.
  const LESS = 'RFXKPsspace = on   b = back   q = done$';
  // A plain command replaces the shell, so a signal to the child is one to the pager.
  const isPlain = /^[\w./ -]+$/.test(command) && !/^exit\b/.test(command);
  const pager = spawn('/bin/sh', ['-c', isPlain ? `exec ${command}` : command], {
    env: { LESS, LESSSECURE: '1', ...env },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  // This process waits for the pager, which restores the terminal's mode.
  let sawCtrlC = false;
  const onCtrlC = (): void => void (sawCtrlC = true);
  const end = (): void => void pager.kill('SIGTERM');
  process.on('SIGINT', onCtrlC);
  leaving?.addEventListener('abort', end);
  return new Promise<boolean>((resolve, reject) => {
    pager.once('error', () => resolve(false));
    pager.once('close', (code, signal) => {
      // Ctrl-C is a signal to both. The pager's end can be told first, so wait a turn.
      setImmediate(() => {
        // If ctrl-C is a key of the pager itself, it ends later, by another key: code 0.
        const hasLeft = signal === 'SIGINT' || (sawCtrlC && code !== 0);
        if (hasLeft) reject(new Interrupted('ctrl-C'));
        // the shell's codes for "no such command"
        else resolve(code !== 127 && code !== 126);
      });
    });
    pager.stdin.on('error', () => undefined); // EPIPE: the reader quit before the end
    pager.stdin.end(text);
  }).finally(() => {
    process.off('SIGINT', onCtrlC);
    leaving?.removeEventListener('abort', end);
  });
}
