import { FORK_FLAGS, hasForkFlags } from './index';
import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';

describe('hasForkFlags', () => {
  it.each([
    [['--single-threaded', '--v8-pool-size=0'], true],
    [['--v8-pool-size=0', '-r', 'x.cjs', '--single-threaded'], true],
    [['--single-threaded'], false],
    [['--v8-pool-size=0'], false],
    [['--single-threaded', '--v8-pool-size=4'], false],
    [[], false],
  ])('%j: %p', (execArgv, expected) => {
    expect(hasForkFlags(execArgv)).toBe(expected);
  });
});

describeOnLinux('requireForkFlags', () => {
  afterEach(endAllScripts);

  it.each([
    ['restarts a process without the flags', false],
    ['leaves one with the flags alone', true],
  ])('%s: same pid, arguments, options and streams', async (_name, forkFlags) => {
    const script = startScript('restart-by-exec', { args: ['a b', '--c'], forkFlags });
    script.input('from standard input');
    expect(await script.next()).toEqual({
      pid: script.pid,
      execArgv: [...FORK_FLAGS, '-r'],
      args: ['a b', '--c'],
      input: 'from standard input',
      child: 5,
      kept: [],
    });
    expect(await script.end).toEqual({ code: 0, signal: null, stderr: 'to standard error' });
  });
});
