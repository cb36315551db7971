import {
  fork,
  getpgid,
  getpid,
  getppid,
  kill,
  PR_SET_PDEATHSIG,
  prctl,
  setpgid,
  waitpid,
} from './index';
import { decodeStatus } from './process';
import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';
import { errorOf } from './testing/tcp';

describe('decodeStatus', () => {
  it.each([
    [0x0000, { state: 'exited', code: 0 }],
    [0xff00, { state: 'exited', code: 255 }],
    [0x000f, { state: 'killed', signal: 'SIGTERM', coreDumped: false }],
    [0x008b, { state: 'killed', signal: 'SIGSEGV', coreDumped: true }],
    [0x0028, { state: 'killed', signal: 40, coreDumped: false }],
    [0x137f, { state: 'stopped', signal: 'SIGSTOP' }],
    [0xffff, { state: 'continued' }],
  ])('%i', (status, expected) => {
    expect(decodeStatus(7, status)).toEqual({ pid: 7, ...expected });
  });
});

describeOnLinux('processes', () => {
  afterEach(endAllScripts);

  it('know their own pid, their parent and their group', () => {
    expect(getpid()).toBe(process.pid);
    expect(getppid()).toBe(process.ppid);
    expect(getpgid()).toBe(getpgid(process.pid));
  });

  it('say what is wrong', () => {
    expect(errorOf(() => waitpid(getpid())).message).toBe(
      `waitpid(${process.pid}): ECHILD, No child processes`,
    );
    expect(errorOf(() => kill(0x7fffffff, 'SIGTERM')).message).toBe(
      'kill(2147483647, SIGTERM): ESRCH, No such process',
    );
    expect(errorOf(() => kill(getpid(), 99)).code).toBe('EINVAL');
    expect(errorOf(() => getpgid(0x7fffffff)).code).toBe('ESRCH');
    expect(errorOf(() => setpgid(0x7fffffff, 0)).code).toBe('ESRCH');
    expect(errorOf(() => prctl(PR_SET_PDEATHSIG, 99)).code).toBe('EINVAL');
  });

  it('do not fork without the flags', () => {
    expect(() => fork()).toThrow(
      'fork needs Node to run with its fork flags: call requireForkFlags() first',
    );
  });

  it('fork, 20 times out of 20, and leave nothing behind', async () => {
    const script = startScript('fork-in-a-row', { args: ['20'] });
    expect(await script.next()).toEqual({
      codes: Array.from({ length: 20 }, (_, i) => i),
      children: [],
      openedMeanwhile: [],
      mappings: { markedBefore: true, markedAfter: [] },
    });
    expect(await script.end).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('report every state of a child, then ECHILD and ESRCH', async () => {
    const script = startScript('child-states');
    expect(await script.rest()).toEqual([
      { running: 'nothing' },
      { pid: 0, state: 'stopped', signal: 'SIGSTOP' },
      { pid: 0, state: 'continued' },
      { pid: 0, state: 'killed', signal: 'SIGKILL', coreDumped: false },
      { again: 'waitpid(PID): ECHILD, No child processes' },
      { gone: 'kill(PID, 0): ESRCH, No such process' },
      { ignored: 'waitpid(-1): ECHILD, No child processes', children: [] },
    ]);
    expect(await script.end).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('waitpid ends with EINTR when a signal comes', async () => {
    const script = startScript('blocked-call', { args: ['waitpid'] });
    expect(await script.next()).toBe('blocking');
    await script.blocked();
    script.kill('SIGUSR1');
    expect(await script.next()).toEqual({ before: false, outcome: 'waitpid EINTR', after: true });
    expect(await script.end).toMatchObject({ code: 0 });
  });

  it('end with their parent if they asked for it, even if the parent gets SIGKILL', async () => {
    const script = startScript('parent-death');
    expect(await script.rest()).toEqual([
      { middle: { pid: 0, state: 'killed', signal: 'SIGKILL', coreDumped: false } },
      { grandchild: { pid: 0, state: 'killed', signal: 'SIGTERM', coreDumped: false } },
      [],
    ]);
    expect(await script.end).toEqual({ code: 0, signal: null, stderr: '' });
  });
});
