import { allProcesses, commandLineOf, parseStat, processEntry } from './entry';

const onLinux = process.platform === 'linux' ? test : test.skip;
const STAT = `1 S 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 4711`;

test.each(['node', 'a b', 'a) R 9 9 (b', ') '])('a process named %j', (name) => {
  const stat = `7 (${name}) ${STAT.slice(2)}\n`;
  expect(parseStat(7, stat)).toEqual({
    ...{ pid: 7, state: 'S', parent: 2, group: 3 },
    ...{ ticks: 12 + 13, startedAt: 4711 },
  });
});

test('a process that is gone', () => {
  expect(parseStat(7, '')).toBeUndefined();
  expect(processEntry(2 ** 30)).toBeUndefined();
  expect(commandLineOf(2 ** 30)).toBe('');
});

onLinux('this process is one of all', () => {
  const own = allProcesses().find(({ pid }) => pid === process.pid);
  expect(own).toMatchObject({ parent: process.ppid, state: 'R' });
  expect(commandLineOf(process.pid)).toContain('node');
});
