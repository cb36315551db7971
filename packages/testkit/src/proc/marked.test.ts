import { ancestorsOf, livingProcesses, markedEnv, processesOf } from './marked';

const parents = new Map([
  [4, 3],
  [3, 2],
  [2, 1],
  [1, 0],
]);

test('the ancestors, nearest first', () => {
  expect(ancestorsOf(4, parents)).toEqual([3, 2, 1, 0]);
  expect(ancestorsOf(9, parents)).toEqual([]);
});

test('a cycle, because process ids are reused while they are read', () => {
  expect(ancestorsOf(4, new Map([...parents, [2, 4]]))).toEqual([3, 2, 4]);
});

test('marks are inherited, the outermost first', () => {
  expect(markedEnv('inner', { BYTES_UP_RUNS: 'outer' })).toEqual({ BYTES_UP_RUNS: 'outer,inner' });
  expect(markedEnv('inner', { PATH: '/bin' })).toEqual({ PATH: '/bin', BYTES_UP_RUNS: 'inner' });
});

(process.platform === 'linux' ? test : test.skip)('this process, by its pid', () => {
  expect(livingProcesses().find(({ pid }) => pid === process.pid)).toMatchObject({
    parent: process.ppid,
    command: expect.stringContaining('node') as string,
  });
  expect(processesOf('no-such-mark', [process.pid]).map(({ pid }) => pid)).toContain(process.pid);
  expect(processesOf('no-such-mark')).toEqual([]);
});
