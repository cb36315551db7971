// `verify`: what it says of a learner's file, and what is recorded of it.

import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { eventually, markedEnv, newMark, processesOf } from '@bytes-up/testkit';
import { runCourse, startCourse } from '../testing/course';
import { checkout, FRAMES, MINE, read } from '../testing/checkout';
import { ROOT } from '../testing/judge-text';

/** Only a failing test waits this long, in milliseconds. */
const GONE_WITHIN_MS = 60_000;

test('verify: not yet is 1, passed is 0, and the next exercise is named', async () => {
  const { put, root, run } = checkout();
  put('rpc/frames.ts', read(path.join(FRAMES, 'start.ts')));
  const notYet = await run('verify', '03-rpc-frames');
  expect(notYet.code).toBe(1);
  expect(notYet.stdout).toContain('Error: not written yet: encodeFrame');
  expect(notYet.stdout).toContain('my/rpc/frames.ts:8');
  put('rpc/frames.ts', MINE);
  const passed = await run('verify');
  expect(passed.stdout).toContain('✔ passed');
  expect(passed.stdout).toMatch(/Next: +npm start -- exercise 03-(?!rpc-frames)/);
  expect(passed.stdout).toMatch(/Next step: +npm start -- exercise 06-rpc-dispatch\n/);
  expect(passed.code).toBe(0);
  expect(read(path.join(root, 'progress'))).toMatch(/^03-rpc-frames v\d+ passed /m);
  const list = await run('list', '--exercises');
  expect(list.stdout).toMatch(/✔ 03-rpc-frames/);
});

test('without ids, a file in which nothing has been written is left out if there is another', async () => {
  const { put, run } = checkout();
  put('codec/varint.ts', read(path.join(FRAMES, '../varint/start.ts')));
  expect((await run('verify')).code).toBe(1);
  put('rpc/frames.ts', MINE);
  const both = await run('verify');
  expect(both.stdout).not.toContain('Varint');
  expect(both.code).toBe(0);
  expect((await run('verify', '03-varint')).code).toBe(1);
});

test('without a reader it ends with 2, because not all of it was judged', async () => {
  const { put, root } = checkout();
  put('rpc/frames.ts', MINE);
  put('codec/varint.ts', `${read(path.join(FRAMES, '../varint/start.ts'))}// mine\n`);
  const { child, ended } = startCourse(['verify'], { root });
  child.stdout?.destroy();
  expect((await ended).code).toBe(2);
});

test('with nothing started there is nothing to verify', async () => {
  const { code, stderr } = await checkout().run('verify');
  expect(stderr).toBe('no exercise is started: npm start -- exercise starts the first one\n');
  expect(code).toBe(2);
});

test('a failure is one screen of 60 columns or less, with a caret under the byte', async () => {
  const { put, run } = checkout();
  const solution = read(path.join(FRAMES, 'solution.ts'));
  put('rpc/frames.ts', solution.replace('writeUInt32LE', 'writeUInt32BE'));
  const { stdout } = await run('verify', '03-rpc-frames');
  expect(stdout).toContain(`
  expected  0d 00 00 00 7b 22 69 6e 22 3a 22 70 69 6e 67 22 7d
  got       00 00 00 0d 7b 22 69 6e 22 3a 22 70 69 6e 67 22 7d
            ^^ byte 0
`);
  expect(stdout).toContain('The task says so under "Stage 1: out".');
  expect(stdout).not.toContain('the frame of é'); // only the first
  expect(stdout).not.toContain('\u001b');
  expect(stdout.split('\n').length).toBeLessThan(24);
  const all = await run('verify', '03-rpc-frames', '--all');
  expect(all.stdout).toContain('the frame of é');
});

test('an exception is a failure that says what was given, and where it was thrown', async () => {
  const { put, run } = checkout();
  const exercise = path.join(ROOT, 'packages/06-request-id/exercises/what-to-retry');
  put('request-id/what-to-retry.ts', read(path.join(exercise, 'start.ts')));
  const { stdout } = await run('verify', '06-what-to-retry');
  expect(stdout).toContain("given     mayRetry({ phase: 'connecting' }, {");
  expect(stdout).toContain(`
  expected  a result, and no exception
  got       Error: not written yet: mayRetry
  at        my/request-id/what-to-retry.ts:26
`);
});

test.each([
  ['a file that exports none of the names', 'export const a = 1;', 2, 'nothing here to judge'],
  ['a file that does not compile', 'export function {', 1, 'my/rpc/frames.ts:1: does not compile'],
  ['a file that throws', 'throw new Error("too early");', 1, 'my/rpc/frames.ts:1: too early'],
  [
    'a file that exports a part',
    'export const encodeFrame = () => 1;',
    1,
    'does not export FrameDecoder yet',
  ],
  [
    'an exit',
    'export const encodeFrame = () => process.exit(3);',
    1,
    'your code ended the process, with exit code 3',
  ],
])('%s', async (_what, text, expectedCode, says) => {
  const { put, run } = checkout();
  put('rpc/frames.ts', text);
  const { code, stdout } = await run('verify', '03-rpc-frames');
  expect(stdout.replace(/\s+/g, ' ')).toContain(says);
  expect(code).toBe(expectedCode);
});

test('an endless loop is ended and reported', async () => {
  const { put, root } = checkout();
  put('rpc/frames.ts', 'export const encodeFrame = () => { for (;;); };');
  const { code, stdout } = await runCourse(['verify', '03-rpc-frames'], { root });
  // 30 s on a machine that is so busy that its own time hardly passes
  expect(stdout.replace(/\s+/g, ' ')).toMatch(/no result after (5|30) s: an endless loop/);
  expect(code).toBe(1);
});

test('nothing is left after a judgement, whatever the learner’s code has started', async () => {
  const { put, root } = checkout();
  put(
    'rpc/frames.ts',
    `import { spawn } from 'node:child_process';
spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
setInterval(() => {}, 1000);
export const encodeFrame = () => 1;`,
  );
  const mark = newMark();
  const { code } = await runCourse(['verify', '3'], { root, env: markedEnv(mark) });
  expect(code).toBe(1);
  await eventually(() => processesOf(mark).length === 0, GONE_WITHIN_MS);
  expect(processesOf(mark)).toEqual([]);
});

test('a pass is the learner’s own, even with our solutions for the other steps', async () => {
  const { my, put, run } = checkout();
  put('rpc/frames.ts', MINE);
  await run('verify', '3');
  const { stdout } = await run('exercise', '7', '--from-solution');
  expect(read(my('rpc/frames.ts'))).toBe(MINE);
  expect(stdout).toContain('my/rpc/calls.ts is our solution now');
});

test('our solution in the learner’s file records no pass and unlocks nothing', async () => {
  const { put, root, run } = checkout();
  put('rpc/frames.ts', read(path.join(FRAMES, 'solution.ts')).replaceAll('  ', '    '));
  const { code, stdout } = await run('verify', '03-rpc-frames');
  expect(stdout).toContain('This file is our solution, so nothing is recorded.');
  expect(code).toBe(0);
  expect(existsSync(path.join(root, 'progress'))).toBe(false);
  expect((await run('list', '--exercises')).stdout).toContain('my/rpc/frames.ts, ours');
  expect((await run('solution', 'frames')).code).toBe(1);
});

test('a tick says when the file has changed since, or is gone', async () => {
  const { my, put, run } = checkout();
  put('rpc/frames.ts', MINE);
  await run('verify', 'frames');
  const noteOf = async (): Promise<string> =>
    /✔ 03-rpc-frames .*\n +(.*)/.exec((await run('list', '--exercises')).stdout)?.[1] ?? '';
  expect(await noteOf()).toMatch(/my\/rpc\/frames\.ts$/);
  put('rpc/frames.ts', MINE.replace('writeUInt32LE', 'writeUInt32BE'));
  expect(await noteOf()).toMatch(/my\/rpc\/frames\.ts, changed since$/);
  rmSync(my('rpc/frames.ts'));
  expect(await noteOf()).toMatch(/min, file removed since$/);
});
