import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aloneArgs, aloneCommand } from './alone';
import { failuresOf, type JestResult } from './jest-result';

const failure = {
  project: 'codec',
  file: 'packages/03-codec/src/other-ways/varint.test.ts',
  from: 0,
  to: 0,
};

test('a whole file', () => {
  expect(aloneCommand(failure)).toBe(
    'npx jest --selectProjects codec --runTestsByPath packages/03-codec/src/other-ways/varint.test.ts',
  );
});

test.each([
  ['300 is AC 02', "'^300 is AC 02$'"],
  ['plain', "'^plain$'"],
  [
    '(a|b) [c] {d} e* f+ g? h. i^ j$ k\\',
    "'^\\(a\\|b\\) \\[c\\] \\{d\\} e\\* f\\+ g\\? h\\. i\\^ j\\$ k\\\\$'",
  ],
  ['a/b', "'^a\\/b$'"],
  ["it's", "'^it'\\''s$'"],
  ['two\nlines\tand \0', "'^two\\nlines\\tand \\x00$'"],
])('the title %j', (title, word) => {
  expect(aloneCommand({ ...failure, title })).toBe(`${aloneCommand(failure)} -t ${word}`);
});

describe('the command, in a shell', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'bytes-up-alone-'));
    // npx takes the command from here.
    symlinkSync(join(__dirname, '..', '..', 'node_modules'), join(root, 'node_modules'));
    writeFileSync(join(root, 'package.json'), '{}');
    writeFileSync(
      join(root, 'jest.config.js'),
      `module.exports = { displayName: 'made', cacheDirectory: ${JSON.stringify(join(root, 'cache'))} };`,
    );
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('runs that test and no other', () => {
    writeFileSync(
      join(root, 'odd.test.js'),
      `describe('a (b)', () => {
        test.each([['one\\n[line]'], ["it's 100 %"], ['$x']])('row %s?', () => { throw new Error('no'); });
        test.each([['$x']])('row %s? and more', () => { throw new Error('no'); });
      });
      test('row $x?', () => { throw new Error('no'); });`,
    );
    // All at once first, for jest's own titles.
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    const all = join(root, 'all.json');
    spawnSync(process.execPath, [jest, '--json', `--outputFile=${all}`], { cwd: root });
    const failures = failuresOf(JSON.parse(readFileSync(all, 'utf8')) as JestResult, root);
    expect(failures.map(({ title }) => title)).toEqual([
      'a (b) row one\n[line]?',
      "a (b) row it's 100 %?",
      'a (b) row $x?',
      'a (b) row $x? and more',
      'row $x?',
    ]);

    // Of five two: npx and jest start slowly.
    for (const one of [failures[0], failures[2]]) {
      if (one === undefined) throw new Error('fewer failures than expected');
      const again = join(root, 'one.json');
      const { status } = spawnSync(
        'sh',
        ['-c', `${aloneCommand(one)} --json --outputFile=${again}`],
        { cwd: root },
      );
      expect(status).toBe(1);
      const result = JSON.parse(readFileSync(again, 'utf8')) as JestResult;
      expect(failuresOf(result, root)).toEqual([
        { ...one, from: expect.any(Number) as number, to: expect.any(Number) as number },
      ]);
    }
  });

  test('its arguments are the words that the shell makes of it', () => {
    const odd = { ...failure, title: 'it\'s `a` $b "c" \\ *' };
    const script = aloneCommand(odd).replace(/^npx jest/, 'printf "%s\\n"');
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n')).toEqual(
      aloneArgs(odd),
    );
  });
});
