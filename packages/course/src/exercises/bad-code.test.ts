// Code that ends the judge's process, never ends, or prints without end: each is a
// failure of one screen that says so, and nothing is left of it.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, markedEnv, newMark, processesOf } from '@bytes-up/testkit';
import { runCourse } from '../testing/course';
import { ROOT } from '../testing/judge-text';
import { makeRoot } from '../testing/make-root';
import { findExercise, stepsBefore } from './exercise';
import { myFile } from './my-work';
import { solutionText } from './texts';

/** Only a failure waits so long, in milliseconds. */
const GONE_WITHIN_MS = 60_000;
const SCREEN_LINES = 24;
const FLOOD = "for (;;) console.log('x'.repeat(100_000));";
const FLOOD_BESIDE = "setInterval(() => console.log('x'.repeat(100_000)), 0);";

/** What becomes of the solution. */
type Change = (solution: string) => string;
/** What it is, the change, and what the failure says. */
type Row = readonly [what: string, change: Change, says: string];

const alone = (text: string): Change => {
  return () => text;
};
const after = (text: string): Change => {
  return (solution) => `${solution}\n${text}\n`;
};

describe.each<[id: string, rows: readonly Row[]]>([
  [
    '03-rpc-frames',
    [
      ['an endless loop', after('for (;;);'), 'no result after 5 s: an endless loop'],
      ['an exit', after('process.exit(0);'), 'your code ended the process, with exit code 0'],
      ['a syntax error', alone('export function {'), 'my/rpc/frames.ts:1: does not compile'],
      ['a flood of lines', after(FLOOD), 'it printed more than 16 MiB, and was ended'],
      ['a lost promise', after("void Promise.reject(new Error('lost'));"), 'Error: lost'],
    ],
  ],
  [
    '08-rpc-server',
    [
      ['an endless loop', after('for (;;);'), 'no ready line in 5000 ms'],
      ['an exit', after('process.exit(0);'), 'it ended with exit code 0'],
      ['a syntax error', alone('export function {'), 'it does not compile: Expected ident'],
      ['a flood of lines', after(FLOOD_BESIDE), 'the second is "xxx'],
      ['a lost promise', after("void Promise.reject(new Error('lost'));"), 'Error: lost'],
    ],
  ],
])('%s', (id, rows) => {
  test.each(rows)('%s', async (_what, change, says) => {
    const exercise = findExercise(ROOT, id);
    const root = makeRoot();
    symlinkSync(path.join(ROOT, 'packages'), path.join(root, 'packages'));
    mkdirSync(path.join(root, 'my/rpc'), { recursive: true });
    for (const step of [...stepsBefore(ROOT, exercise), exercise]) {
      const file = myFile(root, step);
      const solution = solutionText(step, file);
      writeFileSync(file, step === exercise ? change(solution) : solution);
    }
    const mark = newMark();
    const { code, stdout, stderr } = await runCourse(['verify', id], {
      root,
      env: markedEnv(mark),
    });
    expect(stdout.replace(/\s+/g, ' ')).toContain(says);
    expect(stdout.split('\n').length).toBeLessThan(SCREEN_LINES);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    await eventually(() => processesOf(mark).length === 0, GONE_WITHIN_MS);
    expect(processesOf(mark)).toEqual([]);
  });
});
