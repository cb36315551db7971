import {
  poll,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  POLLRDHUP,
  select,
  send,
  shutdown,
} from './index';
import { fcntl, F_DUPFD, getrlimit, RLIMIT_NOFILE, SHUT_WR } from './index';
import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';
import { Descriptors } from './testing/tcp';

describeOnLinux('poll and select', () => {
  const fds = new Descriptors();
  afterEach(() => fds.closeAll());
  afterEach(endAllScripts);

  it('poll reports which descriptors are ready, and for what', () => {
    const [a, b] = fds.unixPair();
    const idle = { fd: a, events: POLLIN };
    expect(poll([idle], 0)).toBe(0);
    expect(idle).toEqual({ fd: a, events: POLLIN, revents: 0 });

    send(a, Buffer.from('x'));
    const entries = [
      { fd: a, events: POLLIN | POLLOUT, revents: -1 },
      { fd: b, events: POLLIN | POLLOUT, revents: -1 },
      { fd: b, events: POLLRDHUP, revents: -1 },
      { fd: -1, events: POLLIN, revents: -1 },
    ];
    expect(poll(entries, 1000)).toBe(2);
    expect(entries.map(({ revents }) => revents)).toEqual([POLLOUT, POLLIN | POLLOUT, 0, 0]);

    shutdown(a, SHUT_WR);
    expect(poll(entries, 1000)).toBe(3);
    expect(entries[2]!.revents).toBe(POLLRDHUP);
    fds.close(a);
    expect(poll(entries, 1000)).toBe(3);
    expect(entries.map(({ revents }) => revents)).toEqual([
      POLLNVAL,
      POLLIN | POLLOUT | POLLHUP,
      POLLRDHUP | POLLHUP,
      0,
    ]);
  });

  it('both wait for the timeout', () => {
    const [a] = fds.unixPair();
    const began = performance.now();
    expect(poll([{ fd: a, events: POLLIN }], 20)).toBe(0);
    expect(select({ read: [a] }, 20)).toEqual({ read: [], write: [], except: [] });
    expect(performance.now() - began).toBeGreaterThan(35);
    expect(poll([], 0)).toBe(0);
  });

  it('select reports which descriptors are ready, set by set', () => {
    const [a, b] = fds.unixPair();
    const [c, d] = fds.unixPair();
    send(a, Buffer.from('x'));
    fds.close(d);
    expect(select({ read: [a, b, c], write: [a] }, 1000)).toEqual({
      read: [b, c],
      write: [a],
      except: [],
    });
    expect(select({ except: [a] }, 0)).toEqual({ read: [], write: [], except: [] });
  });

  it('select refuses descriptors that have no bit, where C would overwrite other memory', () => {
    const [a] = fds.unixPair();
    expect(() => select({ read: [1024] }, 0)).toThrow(
      'select takes descriptors from 0 to 1023, got 1024',
    );
    expect(() => select({ read: [a] }, -1)).toThrow('timeoutMs must not be negative, got -1');
    expect(getrlimit(RLIMIT_NOFILE).soft).toBeGreaterThan(1024);
    const far = fds.own(fcntl(a, F_DUPFD, 1024));
    expect(() => select({ write: [far] }, 0)).toThrow(RangeError);
    expect(poll([{ fd: far, events: POLLOUT }], 0)).toBe(1);
  });

  it('select reports EBADF for a descriptor that is not open', () => {
    expect(() => select({ read: [1023] }, 0)).toThrow('select(): EBADF, Bad file descriptor');
  });

  it.each(['poll', 'select'])('%s ends with EINTR when a signal comes', async (name) => {
    const script = startScript('blocked-call', { args: [name] });
    expect(await script.next()).toBe('blocking');
    await script.blocked();
    script.kill('SIGUSR1');
    expect(await script.next()).toEqual({ before: false, outcome: `${name} EINTR`, after: true });
    expect(await script.end).toMatchObject({ code: 0 });
  });
});
