// A context without a process: what is written is kept for the test to check.

import path from 'node:path';
import picocolors from 'picocolors';
import type { Context } from '../context';
import { run } from '../program';
import type { Outcome } from './course';

export interface FakeContext extends Context {
  readonly written: string[];
  readonly warned: string[];
  readonly codes: number[];
}

export function makeContext(root: string): FakeContext {
  const written: string[] = [];
  const warned: string[] = [];
  const codes: number[] = [];
  return {
    root,
    env: { ...process.env, BYTES_UP_TYPES: 'off' },
    cwd: root,
    progressFile: path.join(root, 'progress'),
    colors: picocolors.createColors(false),
    width: 80,
    interactive: false,
    write: (text) => written.push(text),
    writeWhole: (text) => Promise.resolve(written.push(text) > 0),
    warn: (text) => warned.push(text),
    finish: (code) => codes.push(code),
    written,
    warned,
    codes,
  };
}

/** Runs the course in this process, as if it were typed. */
export async function runHere(
  root: string,
  argv: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const made = makeContext(root);
  const context = { ...made, env: { ...made.env, ...env } };
  await run(argv, context);
  return {
    code: context.codes.at(-1) ?? 0,
    stdout: context.written.join(''),
    stderr: context.warned.join(''),
  };
}
