import { pthread_kill, pthread_self } from './index';
import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';

afterEach(endAllScripts);

describeOnLinux('a signal to one thread', () => {
  it('interrupts the call in which that thread blocks, and no call of another thread', async () => {
    const script = startScript('wake-thread', { forkFlags: false });
    expect(await script.next()).toEqual({ interrupted: true, differs: true });
    expect(await script.end).toMatchObject({ code: 0, stderr: '' });
  });

  it('that does not exist is an error', () => {
    expect(() => pthread_kill(pthread_self(), 'SIGNOTHING' as NodeJS.Signals)).toThrow(TypeError);
  });
});
