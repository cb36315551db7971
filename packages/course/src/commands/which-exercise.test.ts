// Which exercise is meant: by a chapter, a part of its id, the file that was saved last,
// and a word that names none.

import { utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkout, MINE, read } from '../testing/checkout';
import { runHere } from '../testing/fake-context';
import { makeRoot } from '../testing/make-root';

test('every command takes a chapter, part of an id, or the file that was saved last', async () => {
  const { my, put, run } = checkout();
  put('rpc/frames.ts', MINE);
  put('codec/varint.ts', '// mine');
  utimesSync(my('rpc/frames.ts'), 1, 1);
  for (const words of [['3'], ['varint'], ['my/codec/varint.ts'], []]) {
    expect((await run('exercise', ...words)).stdout).toContain('Your file: my/codec/varint.ts');
    expect((await run('verify', ...words)).stdout).toContain('Varint and zigzag');
    expect((await run('hint', ...words)).code).toBe(0);
    expect((await run('solution', ...words)).stderr).toContain('03-varint has not passed yet');
  }
  for (const word of ['3', 'varint', 'my/codec/varint.ts'])
    expect((await run('reset', word)).stdout).toContain('my/codec/varint.ts is the start');
});

test('reset without an id, or with an id and --all, does nothing and says what to type', async () => {
  const { my, put, run } = checkout();
  put('codec/varint.ts', '// mine');
  for (const [words, says] of [
    [[], 'the one that you saved last: npm start -- reset 03-varint\n'],
    [['03-varint', '--all'], 'either 03-varint or --all: npm start -- reset 03-varint\n'],
  ] as const) {
    const { code, stderr } = await run('reset', ...words);
    expect(stderr.toLowerCase()).toContain(says);
    expect(code).toBe(2);
  }
  expect(read(my('codec/varint.ts'))).toBe('// mine');
});

test('all words of an id are enough, in any order', async () => {
  const { code, stdout } = await checkout().run('exercise', 'frames-03');
  expect(stdout).toContain('my/rpc/frames.ts');
  expect(code).toBe(0);
});

test.each([
  ['rpc-fraems', '(did you mean rpc-frames?)'],
  ['03-rpc-fraems', '(did you mean 03-rpc-frames?)'],
  ['rpc', '"rpc" matches several ids: 03-rpc-frames, 06-rpc-'],
  ['03-broken', '"03-broken" matches several ids: 03-broken-delimiter, 03-broken-table'],
  ['06-table-broken-x', 'no exercise "06-table-broken-x"'],
  ['1', 'chapter 1 has no exercises; these have: 03, '],
  ['99', 'no chapter "99"'],
])('exercise %s', async (id, says) => {
  const { code, stderr } = await checkout().run('exercise', id);
  expect(stderr).toContain(says);
  expect(code).toBe(2);
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

test('a damaged progress file is one line, and the rest of it counts', async () => {
  const { root, run } = checkout();
  writeFileSync(path.join(root, 'progress'), '# a head\n\n03-codec read 2026-11-28\noh no\n?\n');
  const { code, stderr } = await run('list', '--exercises');
  expect(stderr).toMatch(/^progress: .*progress:4: cannot read "oh no" and 1 more; skipped\n$/);
  expect(code).toBe(0);
});
