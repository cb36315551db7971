import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { changedPrograms } from './changed-programs';

const hasGit = spawnSync('git', ['--version']).status === 0;
const withGit = hasGit ? test : test.skip;
const [FIRST_DAY, NEXT_NOON, NEXT_EVENING] = [
  '2020-01-01T12:00:00Z',
  '2020-01-02T13:00:00Z',
  '2020-01-02T20:00:00Z',
];
const SERVER = 'packages/08-first/exercises/rpc-server';
const EPOLL = 'packages/12-async/exercises/rpc-epoll';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bytes-up-changed-'));
  if (hasGit) execFileSync('git', ['init', '-q'], { cwd: root });
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function commit(at: string): void {
  const env = { ...process.env, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at };
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', ['add', '-A'], { cwd: root });
  execFileSync('git', [...who, 'commit', '-q', '--allow-empty', '-m', 'a change'], {
    cwd: root,
    env,
  });
}

withGit('in a history of less than a day every program is new', () => {
  write(`${EPOLL}/solution.ts`, 'one');
  write(`${SERVER}/judge/stop.ts`, 'one');
  commit(FIRST_DAY);
  expect(changedPrograms(root)).toEqual(['08-rpc-server', '12-rpc-epoll']);
});

describe('after a day', () => {
  beforeEach(() => {
    if (!hasGit) return;
    for (const folder of [SERVER, EPOLL]) write(`${folder}/wrong.ts`, 'one');
    write(`${SERVER}/task.md`, 'one');
    write('packages/06-ids/exercises/rpc-ids/wrong.ts', 'one');
    write('packages/09-threads/exercises/task-pool/wrong.ts', 'one');
    commit(FIRST_DAY);
  });

  withGit('only those that have changed since, by any of its commits', () => {
    write(`${SERVER}/wrong.ts`, 'two');
    commit(NEXT_NOON);
    commit(NEXT_EVENING);
    expect(changedPrograms(root)).toEqual(['08-rpc-server']);
  });

  withGit('a change that is not committed counts', () => {
    commit(NEXT_NOON);
    write(`${EPOLL}/wrong.ts`, 'two');
    expect(changedPrograms(root)).toEqual(['12-rpc-epoll']);
  });

  withGit('a change that was taken back does not count, nor does a text', () => {
    write(`${EPOLL}/wrong.ts`, 'two');
    commit(NEXT_NOON);
    write(`${EPOLL}/wrong.ts`, 'one');
    write(`${SERVER}/task.md`, 'two');
    commit(NEXT_EVENING);
    expect(changedPrograms(root)).toEqual([]);
  });

  withGit('functions do not count, because npm test judges them', () => {
    write('packages/06-ids/exercises/rpc-ids/wrong.ts', 'two');
    write('packages/09-threads/exercises/task-pool/wrong.ts', 'two');
    commit(NEXT_NOON);
    expect(changedPrograms(root)).toEqual([]);
  });

  withGit('a program that is gone does not count', () => {
    rmSync(join(root, EPOLL), { recursive: true });
    commit(NEXT_NOON);
    expect(changedPrograms(root)).toEqual([]);
  });
});
