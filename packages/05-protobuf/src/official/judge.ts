// Runs the official conformance suite against one of our codecs.

import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { runnerFolder, type Command } from './runner';

const TYPESCRIPT = resolve(__dirname, '../../../../tools/ts.cjs');
/** A run takes two seconds. This kills one that hangs. */
const TIMEOUT_MS = 300_000;

export interface Verdict {
  /** The runner's exit code: 0 if every case passed, including the recommended ones. */
  readonly code: number | null;
  readonly output: string;
  /** Counts of the suite for the binary and JSON forms. */
  readonly successes: number;
  readonly skipped: number;
  readonly failures: number;
}

/**
 * Runs without a list of expected failures, because no case should fail.
 * @param engine plain, fast, or another one in engines.ts
 */
export function judge([file, ...before]: Command, engine: string): Promise<Verdict> {
  const testee = [
    process.execPath,
    '-r',
    TYPESCRIPT,
    join(__dirname, 'testee-main.ts'),
    engine,
    join(runnerFolder(), 'include'),
  ];
  const child = spawn(file, [...before, '--enforce_recommended', ...testee], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  let output = '';
  const add = (text: Buffer): void => void (output += text.toString());
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  return new Promise((resolveVerdict, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolveVerdict({ code, output, ...countsIn(output) }));
  });
}

/**
 * Parses `CONFORMANCE SUITE PASSED: 698 successes, 2081 skipped, 0 expected failures, 0
 * unexpected failures.`
 */
export function countsIn(output: string): Omit<Verdict, 'code' | 'output'> {
  const pattern =
    /SUITE \w+: (\d+) successes, (\d+) skipped, \d+ expected failures, (\d+) unexpected failures/;
  const [, successes, skipped, failures] = (pattern.exec(output) ?? []).map(Number);
  if (successes === undefined || skipped === undefined || failures === undefined) {
    throw new Error(`the runner exited without a result:\n${output.slice(-2_000)}`);
  }
  return { successes, skipped, failures };
}
