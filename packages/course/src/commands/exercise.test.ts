// The commands of the exercises as a learner types them, without a terminal, in a
// checkout whose `my/` is empty. Most run in this process; those that are about the
// process run in their own.

import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { eventually, markedEnv, newMark, processesOf } from '@bytes-up/testkit';
import { runCourse, type Outcome } from '../testing/course';
import { ROOT } from '../testing/judge-text';
import { findExercises } from '../exercises/exercise';
import { runHere } from '../testing/fake-context';
import { makeRoot } from '../testing/make-root';

const FRAMES = path.join(ROOT, 'packages/03-codec/exercises/rpc-frames');
/** Only a failing test waits this long, in milliseconds. */
const GONE_WITHIN_MS = 60_000;
const read = (file: string): string => readFileSync(file, 'utf8');
/** Ours with one more line: counts as a learner's own. */
const MINE = `${read(path.join(FRAMES, 'solution.ts'))}// mine\n`;

/** The course's own exercises, and a `my/` for the test. */
function checkout(): {
  root: string;
  my: (name: string) => string;
  put: (name: string, text: string) => void;
  run: (...argv: string[]) => Promise<Outcome>;
} {
  const root = makeRoot();
  symlinkSync(path.join(ROOT, 'packages'), path.join(root, 'packages'));
  const my = (name: string): string => path.join(root, 'my', name);
  return {
    root,
    my,
    put: (name, text) => {
      mkdirSync(path.dirname(my(name)), { recursive: true });
      writeFileSync(my(name), text);
    },
    run: (...argv) => runHere(root, argv),
  };
}

test('the first exercise: its task, its file, and what to do', async () => {
  const { my, root } = checkout();
  const { code, stdout, stderr } = await runCourse(['exercise'], { root });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('my/rpc, step 1: frames');
  expect(stdout).toContain('Your file, just created: my/rpc/frames.ts');
  expect(stdout).toContain('npm start -- verify 03-rpc-frames');
  expect(read(my('rpc/frames.ts'))).toBe(read(path.join(FRAMES, 'start.ts')));
});

test('an existing file is never overwritten', async () => {
  const { my, put, run } = checkout();
  put('rpc/frames.ts', '// mine');
  const { stdout } = await run('exercise', '03-rpc-frames');
  expect(stdout).toContain('Your file: my/rpc/frames.ts');
  expect(read(my('rpc/frames.ts'))).toBe('// mine');
});

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
  expect(passed.code).toBe(0);
  expect(read(path.join(root, 'progress'))).toContain('03-rpc-frames v2 passed ');
  const list = await run('list', '--exercises');
  expect(list.stdout).toMatch(/✔ 03-rpc-frames/);
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

test('break it: a copy of the source with a bug, which the solution explains', async () => {
  const { my, put, run } = checkout();
  const { stdout } = await run('exercise', '03-broken-delimiter');
  expect(stdout).toContain('Your file, just created: my/broken/delimiter.ts');
  const copy = read(my('broken/delimiter.ts'));
  expect(copy).toMatch(
    /^\/\/ A copy of packages\/03-codec\/src\/other-ways\/delimiter\.ts with one/,
  );
  expect(copy).toContain("from '../../packages/03-codec/src/frame/as-buffer'");
  expect(copy).not.toContain('#region');
  const broken = '    this.#searched = at < 0 ? this.#end : at;\n';
  const right =
    '    this.#searched = Math.max(at < 0 ? this.#end - this.#delimiter.length + 1 : at, this.#start);\n';
  expect(copy.split(broken)).toHaveLength(2);
  put('broken/delimiter.ts', copy.replace(broken, right));
  const mended = await run('verify', '03-broken-delimiter');
  expect(mended.stdout).toContain('✔ passed');
  const solution = await run('solution', '03-broken-delimiter');
  expect(solution.stdout).toContain(`\n-${broken}`);
  expect(solution.stdout).toContain(`\n+${right}`);
  expect(solution.stdout.replace(/\s+/g, ' ')).toContain('its second byte had not come');
});

test('after the last exercise it says what else there is to try', async () => {
  const { root, put, run } = checkout();
  const passed = findExercises(ROOT).map(({ id }) => `${id} v9 passed 2026-11-28\n`);
  writeFileSync(path.join(root, 'progress'), passed.join(''));
  const exercise = path.join(ROOT, 'packages/03-codec/exercises/varint');
  put(
    'codec/varint.ts',
    `// Mine.\nconst unused = 1;\n${read(path.join(exercise, 'solution.ts'))}`,
  );
  const { stdout } = await run('verify', '03-varint');
  expect(stdout).toContain('You have passed every exercise. Next, try your server:');
  for (const command of ['clients', 'conformance', 'challenge'])
    expect(stdout).toContain(`npm start -- ${command} --help`);
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

describe('exercise --diff', () => {
  const news = 'Version 2. Stage 4 is new: a frame in many pieces';

  test.each([
    [
      'passed before it changed',
      'v1 passed',
      'You passed it at version 1. It is at version 2 now.',
    ],
    [
      'started before it changed',
      'v1 started',
      'You started it at version 1. It is at version 2 now.',
    ],
  ])('for an exercise %s: what is new', async (_what, step, says) => {
    const { root, run } = checkout();
    writeFileSync(path.join(root, 'progress'), `03-rpc-frames ${step} 2026-11-28\n`);
    const named = await run('exercise', '--diff', '03-rpc-frames');
    expect(named.stdout).toContain(says);
    expect(named.stdout).toContain(news);
    expect(named.code).toBe(0);
    expect((await run('exercise', '--diff')).stdout).toBe(named.stdout);
    expect(read(path.join(root, 'progress'))).toBe(`03-rpc-frames ${step} 2026-11-28\n`);
  });

  test.each([
    ['v2 passed', 'You passed it at version 2, and nothing is new since.'],
    ['v2 danced', 'You have not started it. It is at version 2.'],
  ])('with %s nothing is new', async (step, says) => {
    const { root, run } = checkout();
    writeFileSync(path.join(root, 'progress'), `03-rpc-frames ${step} 2026-11-28\n`);
    const named = await run('exercise', '--diff', '3');
    expect(named.stdout).toContain(says);
    expect(named.stdout).not.toContain('Version 2.');
    const all = await run('exercise', '--diff');
    expect(all.stdout).toBe('\n  No exercise has changed since you passed it.\n\n');
  });

  test('the list and the task point to it', async () => {
    const { put, root, run } = checkout();
    put('rpc/frames.ts', '// mine');
    writeFileSync(
      path.join(root, 'progress'),
      '03-rpc-frames v1 passed 2026-11-28\n03-rpc-frames v1 started 2026-11-28\n',
    );
    const list = await run('list', '--exercises');
    expect(list.stdout).toContain('passed at version 1; version 2 asks for more');
    const task = await run('exercise', '03-rpc-frames');
    expect(task.stdout).toContain('What is new: npm start -- exercise --diff 03-rpc-frames');
  });
});

test('reset keeps the old file', async () => {
  const { my, put, run } = checkout();
  put('rpc/frames.ts', '// mine');
  const { stdout } = await run('reset', '03-rpc-frames');
  expect(stdout).toContain('Your old file is my/kept/rpc/frames-1.ts.');
  expect(read(my('kept/rpc/frames-1.ts'))).toBe('// mine');
  put('rpc/frames.ts', '// mine again');
  await run('reset', '03-rpc-frames');
  expect(read(my('kept/rpc/frames-1.ts'))).toBe('// mine');
  expect(read(my('kept/rpc/frames-2.ts'))).toBe('// mine again');
});

test('hints come one by one', async () => {
  const { run } = checkout();
  for (const number of [1, 2, 3]) {
    const { stdout } = await run('hint', '03-rpc-frames');
    expect(stdout).toContain(`Hint ${number} of 3`);
  }
  const { stdout } = await run('hint', '03-rpc-frames');
  expect(stdout).toContain('That was the last hint.');
  expect(stdout).toContain('npm start -- solution 03-rpc-frames --anyway');
  expect((await run('hint', '03-rpc-frames', '2')).stdout).toContain('Hint 2 of 3');
});

test('the solution is shown after the pass, or anyway', async () => {
  const { run } = checkout();
  const early = await run('solution', '03-rpc-frames');
  expect(early.code).toBe(1);
  expect(early.stdout).toBe('');
  expect(early.stderr).toContain('has not passed yet');
  const anyway = await run('solution', '03-rpc-frames', '--anyway');
  expect(anyway.stdout).toContain('export class FrameDecoder');
  expect(anyway.code).toBe(0);
});

test('a step whose earlier steps are missing says so, or takes our solutions', async () => {
  const { my, put, run } = checkout();
  const { code, stdout, stderr } = await run('exercise', '07-rpc-client');
  expect(stdout).toContain('my/rpc, step 4: the client');
  expect(stderr).toContain('my/rpc/frames.ts does not exist');
  expect(stderr).toContain('npm start -- exercise 07-rpc-client --from-solution');
  expect(code).toBe(2);
  expect(existsSync(my('rpc/client.ts'))).toBe(false);
  put('rpc/frames.ts', '// mine');
  const taken = await run('exercise', '07-rpc-client', '--from-solution');
  const [, afterTask = ''] = taken.stdout.split('my/rpc/frames.ts is our solution now');
  expect(afterTask).toContain('\n    cp my/kept/rpc/frames-1.ts my/rpc/frames.ts\n');
  expect(afterTask).not.toContain('How it is judged'); // a pager's screen would hide it
  expect(read(my('kept/rpc/frames-1.ts'))).toBe('// mine');
  expect(read(my('rpc/frames.ts'))).toBe(read(path.join(FRAMES, 'solution.ts')));
});

test('an exercise that needs Linux says so on another system, in one line', async () => {
  const { my, run } = checkout();
  const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
  Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' });
  try {
    const line = '09-rpc-threads needs Linux, and this is darwin: use the dev container';
    const refused = await run('exercise', '09-rpc-threads', '--from-solution');
    expect(refused).toEqual({ code: 2, stdout: '', stderr: `${line}\n` });
    expect(existsSync(my('rpc'))).toBe(false);
    const verified = await run('verify', '09-rpc-threads');
    expect(verified).toEqual({ code: 2, stdout: `\n  ${line}\n\n`, stderr: '' });
  } finally {
    Object.defineProperty(process, 'platform', platform);
  }
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

test('every command takes a chapter, part of an id, or the file that was saved last', async () => {
  const { my, put, run } = checkout();
  put('rpc/frames.ts', MINE);
  put('codec/varint.ts', '// mine');
  utimesSync(my('rpc/frames.ts'), 1, 1);
  for (const words of [['3'], ['varint'], []]) {
    expect((await run('exercise', ...words)).stdout).toContain('Your file: my/codec/varint.ts');
    expect((await run('verify', ...words)).stdout).toContain('Varint and zigzag');
    expect((await run('hint', ...words)).code).toBe(0);
    expect((await run('solution', ...words)).stderr).toContain('03-varint has not passed yet');
    expect((await run('reset', ...words)).stdout).toContain('my/codec/varint.ts is the start');
  }
});

test.each([
  ['rpc-fraems', '(did you mean rpc-frames?)'],
  ['03-rpc-fraems', '(did you mean 03-rpc-frames?)'],
  ['rpc', '"rpc" matches several ids: 03-rpc-frames, 06-rpc-'],
  ['1', 'chapter 1 has no exercises; these have: 03, '],
  ['99', 'no chapter "99"'],
])('exercise %s', async (id, says) => {
  const { code, stderr } = await checkout().run('exercise', id);
  expect(stderr).toContain(says);
  expect(code).toBe(2);
});

test('reset of an exercise that is not started says how to start it', async () => {
  const { code, stderr } = await checkout().run('reset', '03-rpc-frames');
  expect(stderr).toBe('not started: npm start -- exercise 03-rpc-frames\n');
  expect(code).toBe(2);
});

test('with every exercise passed it says what to do next, and reset --all starts over', async () => {
  const { my, put, root, run } = checkout();
  const lines = findExercises(root).map(({ id }) => `${id} v1 passed 2026-11-28\n`);
  writeFileSync(path.join(root, 'progress'), lines.join(''));
  put('rpc/frames.ts', MINE);
  const { code, stdout } = await run('exercise');
  expect(stdout).toContain('You have passed every exercise.');
  expect(stdout).toContain('npm start -- reset --all');
  expect(code).toBe(0);
  expect((await run('reset', '--all')).stdout).toContain('my/kept/rpc/frames-1.ts');
  expect(read(my('kept/rpc/frames-1.ts'))).toBe(MINE);
  expect((await run('exercise')).stdout).toContain('Your file, just created: my/rpc/frames.ts');
});

test('a damaged progress file is one line, and the rest of it counts', async () => {
  const { root, run } = checkout();
  writeFileSync(path.join(root, 'progress'), '# a head\n\n03-codec read 2026-11-28\noh no\n?\n');
  const { code, stderr } = await run('list', '--exercises');
  expect(stderr).toMatch(/^progress: .*progress:4: cannot read "oh no" and 1 more; skipped\n$/);
  expect(code).toBe(0);
});

test.each(['exercise', 'verify', 'hint', 'reset', 'solution'])('%s --help', async (name) => {
  const { code, stdout } = await runHere(makeRoot(), [name, '--help']);
  expect(stdout).toContain(`npm start -- ${name}`);
  expect(code).toBe(0);
});

test.each(['exercise', 'verify', 'hint', 'reset', 'solution'])(
  '%s of no exercise',
  async (name) => {
    const { code, stderr } = await runHere(makeRoot(), [name, '99-nothing']);
    expect(stderr).toBe('no exercise "99-nothing": npm start -- list --exercises shows them\n');
    expect(code).toBe(2);
  },
);
