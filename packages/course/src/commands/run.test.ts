// A learner's own script, in a made-up checkout and outside one.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCourse, startCourse } from '../testing/course';
import { makeRoot } from '../testing/make-root';

test('without a file it creates my/, whose first script runs', async () => {
  const root = makeRoot();
  const { code, stdout, stderr } = await runCourse(['run'], { root });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe('made my/ for your own files\ntry: npm start -- run my/first.ts\n');
  const first = await runCourse(['run', path.join(root, 'my/first.ts')], { root });
  expect(first.stderr).toBe('');
  expect(first.stdout).toContain('a complete body: {"in":"ping"}');
  expect(first.code).toBe(0);
});

test('files in my/ are never changed', async () => {
  const root = makeRoot({ 'my/first.ts': 'console.log("mine");' });
  await runCourse(['run'], { root });
  expect(readFileSync(path.join(root, 'my/first.ts'), 'utf8')).toBe('console.log("mine");');
  expect(existsSync(path.join(root, 'my/README.md'))).toBe(false);
});

const SCRIPT = `
import { encodeVarint32 } from '@bytes-up/codec';
const bytes: Uint8Array = encodeVarint32(300);
console.log(Buffer.from(bytes).toString('hex'), process.argv.slice(2).join(' '), process.cwd());
process.exit(7);
`;

test('a script from anywhere has the packages, its arguments and its exit code', async () => {
  const root = makeRoot({ 'my/x': '', 'elsewhere/try.ts': SCRIPT });
  const cwd = path.join(root, 'elsewhere');
  // As npm does it: the course runs in the checkout, and learns where the user is.
  const env = { npm_lifecycle_event: 'start', INIT_CWD: cwd };
  const { code, stdout, stderr } = await runCourse(['run', 'try.ts', '--loud', '-x', '--'], {
    root,
    env,
  });
  expect({ code, stdout, stderr }).toEqual({
    code: 7,
    stdout: `ac02 --loud -x -- ${cwd}\n`,
    stderr: '',
  });
});

test('a script gets the signal that the course gets', async () => {
  const root = makeRoot({ 'my/x': '' });
  const file = path.join(root, 'my/wait.ts');
  writeFileSync(
    file,
    `process.once('SIGINT', () => { console.log('stopping'); process.exit(3); });
     setInterval(() => {}, 1000);
     console.log('waiting');`,
  );
  const { child, printed, ended } = startCourse(['run', file], { root });
  await printed('waiting\n');
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 3, stdout: 'waiting\nstopping\n' });
});

test.each(['none.ts', 'my'])('%s is not a file: one line and exit code 2', async (name) => {
  const { code, stderr } = await runCourse(['run', name], { root: makeRoot({ 'my/x': '' }) });
  expect(stderr).toBe(`no file ${name}: give a TypeScript file, such as my/first.ts\n`);
  expect(code).toBe(2);
});
