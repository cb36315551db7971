import {
  getpid,
  interruptEachTime,
  interruptOn,
  kill,
  SA_RESETHAND,
  SA_RESTART,
  SIG_BLOCK,
  SIG_DFL,
  SIG_IGN,
} from './index';
import {
  SIG_SETMASK,
  SIG_UNBLOCK,
  sigaction,
  signal,
  signalName,
  signalNumber,
  sigpending,
} from './index';
import { sigprocmask, wasDelivered } from './index';
import type { SignalName } from './index';
import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';
import { errorOf } from './testing/tcp';

describeOnLinux('signals', () => {
  afterEach(endAllScripts);
  afterEach(() => signal('SIGUSR2', SIG_DFL));

  it.each<[SignalName, number]>([
    ['SIGINT', 2],
    ['SIGKILL', 9],
    ['SIGTERM', 15],
    ['SIGCHLD', 17],
    ['SIGABRT', 6],
  ])('%s is %d', (name, number) => {
    expect(signalNumber(name)).toBe(number);
    expect(signalName(number)).toBe(name);
  });

  it('refuses a name or a number that is not a signal', () => {
    expect(() => signalNumber('SIGNONE' as SignalName)).toThrow(
      'expected a signal such as SIGTERM, got "SIGNONE"',
    );
    expect(signalName(40)).toBeUndefined();
    expect(() => signal('SIGKILL', SIG_IGN)).toThrow(
      'sigaction(SIGKILL): EINVAL, Invalid argument',
    );
    expect(errorOf(() => sigaction(99)).code).toBe('EINVAL');
  });

  it('sigaction sets, and returns what was set before', () => {
    expect(sigaction('SIGUSR2')).toMatchObject({ handler: SIG_DFL });
    sigaction('SIGUSR2', { handler: SIG_IGN, flags: SA_RESETHAND | SA_RESTART });
    const { handler, flags } = sigaction('SIGUSR2', { handler: SIG_DFL, flags: 0 });
    expect(handler).toBe(SIG_IGN);
    expect(flags & SA_RESTART).not.toBe(0);
    expect(flags & SA_RESETHAND).not.toBe(0);
    expect(sigaction('SIGUSR2')).toMatchObject({ handler: SIG_DFL });
  });

  it('an ignored signal does nothing, and wasDelivered reports a caught one', () => {
    signal('SIGUSR2', SIG_IGN);
    kill(getpid(), 'SIGUSR2');
    expect(sigaction('SIGUSR2').handler).toBe(SIG_IGN);

    interruptOn('SIGUSR2');
    expect(wasDelivered('SIGUSR2')).toBe(false);
    kill(getpid(), 'SIGUSR2');
    expect(wasDelivered('SIGUSR2')).toBe(true);
  });

  it('a signal that only interrupts stays harmless, however often it comes', () => {
    interruptEachTime('SIGUSR2');
    const { handler } = sigaction('SIGUSR2');
    expect([SIG_DFL, SIG_IGN]).not.toContain(handler);
    for (let n = 0; n < 3; n++) kill(getpid(), 'SIGUSR2');
    expect(sigaction('SIGUSR2')).toMatchObject({ handler });
  });

  it('a second signal has its default effect', async () => {
    const slow = startScript('stop-twice');
    expect(await slow.next()).toBe('caught the first');
    slow.kill('SIGTERM');
    expect(await slow.end).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  it('the mask can be read, extended and restored', () => {
    interruptOn('SIGUSR2');
    const mask = sigprocmask(SIG_BLOCK, ['SIGUSR2', 'SIGTTOU']);
    try {
      expect(sigprocmask(SIG_BLOCK, [])).toEqual(
        expect.arrayContaining(['SIGUSR2', 'SIGTTOU']) as string[],
      );
      expect(sigpending()).toEqual([]);
      sigprocmask(SIG_UNBLOCK, ['SIGTTOU']);
      expect(sigprocmask(SIG_BLOCK, [])).toEqual([...mask, 'SIGUSR2']);
    } finally {
      sigprocmask(SIG_SETMASK, mask);
    }
    expect(sigprocmask(SIG_BLOCK, [])).toEqual(mask);
  });

  it('a blocked signal stays pending until it is unblocked, and is then delivered', async () => {
    const script = startScript('blocked-signals');
    expect(await script.next()).toEqual({
      whileBlocked: { pending: ['SIGUSR1', 'SIGUSR2'], delivered: [false, false] },
      afterwards: { pending: [], delivered: [true, true] },
    });
    expect(await script.end).toEqual({ code: 0, signal: null, stderr: '' });
  });
});
