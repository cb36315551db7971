import { nanosleep, sleepOrWake, sleepThrough } from './index';
import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';

describeOnLinux('nanosleep', () => {
  afterEach(endAllScripts);

  it.each([20, 0.5, 0])('sleeps %d ms', (ms) => {
    const began = performance.now();
    nanosleep(ms);
    expect(performance.now() - began).toBeGreaterThanOrEqual(ms);
  });

  it.each([
    ['sleepOrWake', sleepOrWake],
    ['sleepThrough', sleepThrough],
  ])('%s sleeps, but not for a negative time', (_name, sleep) => {
    const began = performance.now();
    sleep(20);
    expect(performance.now() - began).toBeGreaterThanOrEqual(20);
    sleep(-1);
  });

  it.each([-1, NaN, Infinity])('refuses %d ms', (ms) => {
    expect(() => nanosleep(ms)).toThrow(`ms must be a time, not negative and finite, got ${ms}`);
  });

  it('ends with EINTR when a signal comes, and says how much time was left', async () => {
    const script = startScript('blocked-call', { args: ['nanosleep'] });
    expect(await script.next()).toBe('blocking');
    await script.blocked();
    script.kill('SIGUSR1');
    expect(await script.next()).toEqual({ remaining: true });
    expect(await script.next()).toEqual({ before: false, outcome: 'nanosleep EINTR', after: true });
    expect(await script.end).toMatchObject({ code: 0 });
  });
});
