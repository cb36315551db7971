import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changedWithinADay } from './changed-files';

const hasGit = spawnSync('git', ['--version']).status === 0;
const withGit = hasGit ? test : test.skip;
const FIRST_NOON = '2020-01-01T12:00:00Z';
const NEXT_DAY = ['2020-01-02T13:00:00Z', '2020-01-02T20:00:00Z'] as const;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bytes-up-changed-'));
  if (hasGit) git('init', '-q', '-b', 'main');
});
afterEach(() => rmSync(root, { recursive: true }));

function git(...args: string[]): void {
  const as = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...as, ...args], { cwd: root, env });
}

let env = process.env;

function commit(at: string, files: Readonly<Record<string, string>> = {}): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  env = { ...process.env, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at };
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'a change');
}

withGit('in a history of less than a day every file is new', () => {
  commit(NEXT_DAY[0], { a: 'one' });
  commit(NEXT_DAY[1], { b: 'one' });
  expect(changedWithinADay(root)).toEqual(['a', 'b']);
});

withGit('files that any commit of the last day has changed', () => {
  commit(FIRST_NOON, { a: 'one', b: 'one', 'ü c': 'one' });
  commit(NEXT_DAY[0], { a: 'two' });
  commit(NEXT_DAY[1], { 'ü c': 'two' });
  expect(changedWithinADay(root)).toEqual(['a', 'ü c']);
});

withGit('an uncommitted change counts', () => {
  commit(FIRST_NOON, { a: 'one', b: 'one' });
  commit(NEXT_DAY[0]);
  writeFileSync(join(root, 'b'), 'two');
  expect(changedWithinADay(root)).toEqual(['b']);
});

withGit('a reverted change does not count', () => {
  commit(FIRST_NOON, { a: 'one' });
  commit(NEXT_DAY[0], { a: 'two' });
  commit(NEXT_DAY[1], { a: 'one' });
  expect(changedWithinADay(root)).toEqual([]);
});

withGit('a file that was moved counts with both names', () => {
  commit(FIRST_NOON, { a: 'one' });
  renameSync(join(root, 'a'), join(root, 'b'));
  commit(NEXT_DAY[0]);
  expect(changedWithinADay(root)).toEqual(['a', 'b']);
});

withGit('what a merge brings is new, however old it is', () => {
  commit('2019-12-30T12:00:00Z', { a: 'one', b: 'one' });
  git('checkout', '-q', '-b', 'branch');
  commit('2019-12-31T12:00:00Z', { b: 'two' });
  git('checkout', '-q', 'main');
  commit('2019-12-30T13:00:00Z', { a: 'two' });
  env = { ...process.env, GIT_AUTHOR_DATE: NEXT_DAY[0], GIT_COMMITTER_DATE: NEXT_DAY[0] };
  git('merge', '-q', '--no-ff', '-m', 'a merge', 'branch');
  expect(changedWithinADay(root)).toEqual(['b']);
});
