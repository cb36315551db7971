// Shows a long text: with $PAGER or less in a terminal, otherwise on standard output.

import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Context } from '../context';
import { ignoreLateRepeat } from '../npm-repeat';

/** Ctrl-C ended the pager: the reader wants to quit the course. */
export class Interrupted extends Error {}

/**
 * @returns true when the text was shown to its end: the pager, or the program at the
 *   other end of a pipe, has read all of it
 * @throws Interrupted if ctrl-C ended the pager
 */
export async function show(
  text: string,
  {
    interactive,
    env,
    writeWhole,
    leaving,
  }: Pick<Context, 'interactive' | 'env' | 'writeWhole' | 'leaving'>,
): Promise<boolean> {
  const command = env['PAGER'] ?? 'less';
  if (!interactive || command === '') return writeWhole(text);
  // A file instead of a pipe: our descriptor and the pager's share one offset, so ours
  // says how far the pager has read. less reads only as far as it shows, 8 KiB at a time.
  let fd: number;
  try {
    fd = fileWith(text);
  } catch {
    return writeWhole(text); // no room for a file: the page can be read without a pager
  }
  try {
    if (!(await page(command, fd, env, leaving))) return await writeWhole(text);
    return readSync(fd, Buffer.alloc(1)) === 0;
  } finally {
    closeSync(fd);
  }
}

/** An unlinked file with the text; its offset is 0. */
function fileWith(text: string): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'bytes-up-page-'));
  try {
    const fd = openSync(path.join(folder, 'page'), 'wx+', 0o600);
    // with a position, so the offset stays 0
    if (writeSync(fd, text, 0) === Buffer.byteLength(text)) return fd;
    closeSync(fd);
    throw new Error('the disk is full');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Resolves to false if there is no pager. */
function page(
  command: string,
  fd: number,
  env: NodeJS.ProcessEnv,
  leaving?: AbortSignal,
): Promise<boolean> {
  // R: colours; F and X: a text that fits on one screen is printed and stays, as in git;
  // K: ctrl-C quits; b: keeps all that was read; Ps: the prompt, ?e at the text's end.
  // LESSSECURE: a stray key cannot start a command or write a file.
  const LESS = 'RFXKb1024Ps?ethe end   b = back   q = done:space = on   b = back   q = done.$';
  // A plain command replaces the shell, so a signal to the child is one to the pager.
  const isPlain = /^[\w./ -]+$/.test(command) && !/^exit\b/.test(command);
  const pager = spawn('/bin/sh', ['-c', isPlain ? `exec ${command}` : command], {
    env: { LESS, LESSSECURE: '1', ...env },
    stdio: [fd, 'inherit', 'inherit'],
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
  }).finally(() => {
    if (sawCtrlC) ignoreLateRepeat('SIGINT');
    process.off('SIGINT', onCtrlC);
    leaving?.removeEventListener('abort', end);
  });
}
