// `exercise` as a learner types it, without a terminal: what it prepares, and what it
// says when it cannot.

import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findExercises } from '../exercises/exercise';
import { runCourse } from '../testing/course';
import { checkout, FRAMES, MINE, read } from '../testing/checkout';
import { ROOT } from '../testing/judge-text';

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

test('with every exercise passed it says what to do next, and reset --all starts over', async () => {
  const { my, put, root, run } = checkout();
  const lines = findExercises(root).map(({ id }) => `${id} v1 passed 2026-11-28\n`);
  writeFileSync(path.join(root, 'progress'), lines.join(''));
  put('rpc/frames.ts', MINE);
  const { code, stdout } = await run('exercise');
  expect(stdout).toContain('You have passed every exercise.');
  expect(stdout).toContain('npm start -- reset --all --yes');
  expect(code).toBe(0);
  const asked = await run('reset', '--all');
  expect(asked.stderr).toContain('npm start -- reset --all --yes');
  expect(asked.code).toBe(2);
  expect((await run('reset', '--all', '--yes')).stdout).toContain('my/kept/rpc/frames-1.ts');
  expect(read(my('kept/rpc/frames-1.ts'))).toBe(MINE);
  expect((await run('exercise')).stdout).toContain('Your file, just created: my/rpc/frames.ts');
});
