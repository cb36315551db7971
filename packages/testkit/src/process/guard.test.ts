// What a process has started ends with it, even when it is killed.

import { join } from 'node:path';
import { allProcesses, commandLineOf } from '../proc/entry';
import { groupMembers } from '../proc/group';
import { until } from '../waiting/eventually';
import { ServerProcess } from './server-process';
import { typescriptCommand } from './typescript-command';

const [node = '', ...hook] = typescriptCommand('').slice(0, -1);
const SERVER_PROCESS = JSON.stringify(join(__dirname, 'server-process.ts'));
/** Starts three processes and stops the first, then prints the others' pids. */
const SCRIPT = `
  const { ServerProcess } = require(${SERVER_PROCESS});
  const [first, ...left] = [1, 2, 3].map(() => new ServerProcess(['sleep', '600']));
  first.stop().then(() => console.log(left.map(({ pid }) => pid).join(' ')));
`;

test('one shell ends every process that is left when the one that started them is killed', async () => {
  const starter = new ServerProcess([node, ...hook, '-e', SCRIPT]);
  let left: readonly number[] = [];
  try {
    left = (await starter.printed(/^\d+ \d+$/)).split(' ').map(Number);
    const children = allProcesses().filter(({ parent }) => parent === starter.pid);
    const shells = children.filter(({ pid }) => commandLineOf(pid).startsWith('/bin/sh'));
    expect(shells).toHaveLength(1);
    starter.signal('SIGKILL');
    await until('the end of both', () => left.every((pid) => groupMembers(pid).length === 0));
  } finally {
    await starter.stop();
    for (const pid of left) if (groupMembers(pid).length > 0) process.kill(pid, 'SIGKILL');
  }
});

test('a shell that has nothing left to guard ends, and the next process gets another one', async () => {
  const shells = (): number =>
    allProcesses()
      .filter(({ parent }) => parent === process.pid)
      .filter(({ pid }) => commandLineOf(pid).startsWith('/bin/sh -c')).length;
  for (let times = 0; times < 2; times++) {
    await until('no shell', () => shells() === 0);
    const one = new ServerProcess(['sleep', '600']);
    const guards = shells();
    await one.stop();
    expect(guards).toBe(1);
  }
  await until('no shell', () => shells() === 0);
});
