import { madeUpRepo } from './repo';
import { checkStartingProcesses } from './starting-processes';

const TEST = 'packages/04-resp/src/a.test.ts';
const problemsOf = (file: string, line: string): string[] =>
  checkStartingProcesses(madeUpRepo({ [file]: `\n${line}\n` }), {});

test.each([
  ['spawn', "import { spawn, type ChildProcess } from 'node:child_process';"],
  ['fork', "import { fork } from 'child_process';"],
  ['execFile', "import { execFile as run, spawnSync } from 'node:child_process';"],
  ['child', "import child from 'node:child_process';"],
  ['all', "import * as all from 'node:child_process';"],
  ['cluster', "import cluster from 'node:cluster';"],
])('%s in a test starts a process by hand', (name, line) => {
  expect(problemsOf(TEST, line)).toEqual([
    `${TEST}:2: ${name} starts a process by hand: use testkit`,
  ]);
});

test.each([
  "import { spawnSync, execFileSync } from 'node:child_process';",
  "import type { ChildProcess, spawn } from 'node:child_process';",
  "import { type ChildProcess } from 'node:child_process';",
  "import { spawn } from './own-spawn';",
  "import { launch } from '@bytes-up/testkit';",
])('%s is fine', (line) => {
  expect(problemsOf(TEST, line)).toEqual([]);
});

test('soak tests and testing/ count as tests, other files do not', () => {
  const line = "import { spawn } from 'node:child_process';";
  expect(problemsOf('packages/04-resp/src/a.soak.ts', line)).toHaveLength(1);
  expect(problemsOf('packages/04-resp/src/testing/a.ts', line)).toHaveLength(1);
  expect(problemsOf('packages/04-resp/src/a.ts', line)).toEqual([]);
  expect(problemsOf('packages/testkit/src/a.test.ts', line)).toEqual([]);
});

test('a listed reason is accepted', () => {
  const repo = madeUpRepo({ [TEST]: "import { spawn } from 'node:child_process';" });
  expect(checkStartingProcesses(repo, { [TEST]: 'the start is what it tests' })).toEqual([]);
});

test('a reason that is no longer needed is reported', () => {
  const repo = madeUpRepo({ [TEST]: "import { launch } from '@bytes-up/testkit';" });
  expect(checkStartingProcesses(repo, { [TEST]: 'the start is what it tests' })).toEqual([
    `${TEST}: listed in EXCEPTIONS, but starts no process`,
  ]);
});
