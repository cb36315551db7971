// The demos of a made-up checkout, one after the other.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runCourse, startCourse } from '../testing/course';
import { makeRoot } from '../testing/make-root';

const root = (files: Record<string, string> = {}): string =>
  makeRoot({
    'packages/03-codec/src/demo.ts': 'console.log("hello from three");',
    ...files,
  });

test('tour runs every demo in order and ends with a summary', async () => {
  const folder = root({ 'packages/05-protobuf/src/demo.ts': 'console.log("hello from five");' });
  const { code, stdout } = await runCourse(['tour'], { root: folder });
  expect(stdout.replace(/\d+\.\d s/g, 'N s')).toBe(`
[1/2] 03 Message protocols

hello from three

✔ N s

[2/2] 05 Protobuf’s binary protocol

hello from five

✔ N s

  03 Message protocols  ✔ N s
  05 Protobuf’s binary protocol  ✔ N s
2 of 2 demos succeeded in N s
`);
  expect(code).toBe(0);
  const progress = readFileSync(path.join(folder, 'progress'), 'utf8');
  expect(progress.match(/^\d\d-\w+ demo /gm)).toEqual(['03-codec demo ', '05-protobuf demo ']);
});

test('tour continues after a demo that fails or does not end, and says so', async () => {
  const folder = root({
    'packages/03-codec/src/demo.ts': 'process.exit(3);',
    'packages/04-resp/src/demo.ts': 'setInterval(() => {}, 1000);',
    'packages/05-protobuf/src/demo.ts': '',
  });
  const { code, stdout } = await runCourse(['tour', '--seconds', '5'], { root: folder });
  expect(stdout).toMatch(/03 Message protocols {2}✗ exit code 3 after/);
  expect(stdout).toMatch(/04 Redis’ text protocol {2}✗ timed out after \d+\.\d s/);
  expect(stdout).toMatch(/05 Protobuf’s binary protocol {2}✔/);
  expect(stdout).toMatch(/1 of 3 demos succeeded/);
  expect(code).toBe(1);
});

test('ctrl-C ends the tour with a summary', async () => {
  const folder = root({
    'packages/03-codec/src/demo.ts': 'setInterval(() => {}, 1000); console.log("up");',
  });
  const { child, printed, ended } = startCourse(['tour'], { root: folder });
  await printed('up');
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  expect(stdout).toMatch(/03 Message protocols {2}stopped by SIGINT/);
  expect(code).toBe(130);
});

test('tour without demos says so', async () => {
  const { code, stderr } = await runCourse(['tour'], { root: makeRoot() });
  expect(stderr).toBe('no chapter has a demo yet: see npm start -- list\n');
  expect(code).toBe(2);
});
