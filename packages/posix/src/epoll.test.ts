import {
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  EPOLLET,
  EPOLLHUP,
} from './index';
import {
  epoll_create1,
  epoll_ctl,
  epoll_wait,
  EpollEvents,
  EPOLLIN,
  EPOLLOUT,
  EPOLLRDHUP,
} from './index';
import { fcntl, F_GETFD, open, O_RDONLY, recv, send, tryEpollWait } from './index';
import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';
import { Descriptors } from './testing/tcp';

describeOnLinux('epoll', () => {
  const fds = new Descriptors();
  afterEach(() => fds.closeAll());
  afterEach(endAllScripts);

  /** The events of one wait as [descriptor, mask], in the order of descriptors. */
  const waitOnce = (epfd: number, events: EpollEvents, timeoutMs = 0): [number, number][] => {
    const count = epoll_wait(epfd, events, timeoutMs);
    const list: [number, number][] = [];
    for (let i = 0; i < count; i++) list.push([events.fd(i), events.mask(i)]);
    return list.sort(([a], [b]) => a - b);
  };

  it('starts watching, changes the events, and stops watching', () => {
    const epfd = fds.own(epoll_create1());
    const events = new EpollEvents(8);
    const [a, b] = fds.unixPair();
    epoll_ctl(epfd, EPOLL_CTL_ADD, a, EPOLLIN);
    epoll_ctl(epfd, EPOLL_CTL_ADD, b, EPOLLIN | EPOLLRDHUP);
    expect(waitOnce(epfd, events)).toEqual([]);

    send(a, Buffer.from('x'));
    expect(waitOnce(epfd, events)).toEqual([[b, EPOLLIN]]);
    // a level: reported until it is read
    expect(waitOnce(epfd, events)).toEqual([[b, EPOLLIN]]);
    epoll_ctl(epfd, EPOLL_CTL_MOD, a, EPOLLIN | EPOLLOUT);
    expect(waitOnce(epfd, events)).toEqual([
      [a, EPOLLOUT],
      [b, EPOLLIN],
    ]);
    epoll_ctl(epfd, EPOLL_CTL_DEL, b);
    expect(waitOnce(epfd, events)).toEqual([[a, EPOLLOUT]]);
    fds.close(b); // with the byte unread, which resets
    expect(waitOnce(epfd, events)[0]![1] & EPOLLHUP).toBe(EPOLLHUP);
  });

  it('reports a change once with EPOLLET', () => {
    const epfd = fds.own(epoll_create1());
    const events = new EpollEvents(8);
    const [a, b] = fds.unixPair();
    epoll_ctl(epfd, EPOLL_CTL_ADD, b, EPOLLIN | EPOLLET);
    send(a, Buffer.from('x'));
    expect(waitOnce(epfd, events)).toEqual([[b, EPOLLIN]]);
    expect(waitOnce(epfd, events)).toEqual([]);
    send(a, Buffer.from('y'));
    expect(waitOnce(epfd, events)).toEqual([[b, EPOLLIN]]);
    expect(recv(b, Buffer.alloc(8))).toBe(2);
  });

  it('returns at most as many events as its capacity, and all of them in the end', () => {
    const epfd = fds.own(epoll_create1());
    const events = new EpollEvents(3);
    const watched: number[] = [];
    for (let i = 0; i < 5; i++) {
      const pair = fds.unixPair();
      for (const fd of pair) {
        epoll_ctl(epfd, EPOLL_CTL_ADD, fd, EPOLLOUT);
        watched.push(fd);
      }
    }
    const seen = new Set<number>();
    for (let round = 0; round < 4; round++) {
      const list = waitOnce(epfd, events);
      expect(list).toHaveLength(3);
      for (const [fd, mask] of list) {
        expect(mask).toBe(EPOLLOUT);
        seen.add(fd);
      }
    }
    expect([...seen].sort((x, y) => x - y)).toEqual(watched.sort((x, y) => x - y));
  });

  it('waits for the timeout', () => {
    const epfd = fds.own(epoll_create1(EPOLL_CLOEXEC));
    expect(fcntl(epfd, F_GETFD)).toBe(1);
    const began = performance.now();
    expect(epoll_wait(epfd, new EpollEvents(1), 20)).toBe(0);
    expect(tryEpollWait(epfd, new EpollEvents(1), 20)).toBe(0);
    expect(performance.now() - began).toBeGreaterThan(35);
  });

  it('says what is wrong', () => {
    const epfd = fds.own(epoll_create1());
    const [a, b] = fds.unixPair();
    const file = fds.own(open(__filename, O_RDONLY));
    epoll_ctl(epfd, EPOLL_CTL_ADD, a, EPOLLIN);
    expect(() => epoll_ctl(epfd, EPOLL_CTL_ADD, a)).toThrow(
      `epoll_ctl(${epfd}, 1, ${a}): EEXIST, File exists`,
    );
    expect(() => epoll_ctl(epfd, EPOLL_CTL_MOD, b)).toThrow(
      `epoll_ctl(${epfd}, 3, ${b}): ENOENT, No such file or directory`,
    );
    expect(() => epoll_ctl(epfd, EPOLL_CTL_ADD, file)).toThrow(
      `epoll_ctl(${epfd}, 1, ${file}): EPERM, Operation not permitted`,
    );
    expect(() => epoll_wait(-1, new EpollEvents(1), 0)).toThrow(
      'epoll_wait(-1): EBADF, Bad file descriptor',
    );
    expect(() => tryEpollWait(-1, new EpollEvents(1), 0)).toThrow('EBADF');
    expect(() => new EpollEvents(0)).toThrow('capacity must be a positive integer, got 0');
  });

  it.each([
    ['epoll_wait', 'epoll_wait EINTR'],
    ['tryEpollWait', 'EINTR'],
  ])('%s ends with EINTR when a signal comes', async (name, outcome) => {
    const script = startScript('blocked-call', { args: [name] });
    expect(await script.next()).toBe('blocking');
    await script.blocked();
    script.kill('SIGUSR1');
    expect(await script.next()).toEqual({ before: false, outcome, after: true });
    expect(await script.end).toMatchObject({ code: 0 });
  });
});
