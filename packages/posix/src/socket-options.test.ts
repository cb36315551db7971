import {
  bind,
  close,
  connect,
  getsockname,
  getsockopt,
  IPPROTO_TCP,
  listen,
  poll,
  POLLOUT,
  setsockopt,
  socket,
} from './index';
import {
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_REUSEPORT,
} from './index';
import {
  SO_SNDBUF,
  SO_SNDTIMEO,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  TCP_CORK,
  TCP_NODELAY,
} from './index';
import { describeOnLinux } from './testing/on-linux';
import { Descriptors, errorOf } from './testing/tcp';

describeOnLinux('socket options', () => {
  const fds = new Descriptors();
  afterEach(() => fds.closeAll());

  it.each([
    ['SO_REUSEADDR', SOL_SOCKET, SO_REUSEADDR, 1, 1],
    ['SO_REUSEPORT', SOL_SOCKET, SO_REUSEPORT, 1, 1],
    ['SO_KEEPALIVE', SOL_SOCKET, SO_KEEPALIVE, 1, 1],
    ['SO_SNDBUF, which Linux doubles,', SOL_SOCKET, SO_SNDBUF, 20_000, 40_000],
    ['SO_RCVBUF, which Linux doubles,', SOL_SOCKET, SO_RCVBUF, 30_000, 60_000],
    ['SO_RCVTIMEO in ms', SOL_SOCKET, SO_RCVTIMEO, 1500, 1500],
    ['SO_SNDTIMEO in ms', SOL_SOCKET, SO_SNDTIMEO, 20, 20],
    ['SO_LINGER in seconds', SOL_SOCKET, SO_LINGER, 5, 5],
    ['SO_LINGER of 0', SOL_SOCKET, SO_LINGER, 0, 0],
    ['SO_LINGER off', SOL_SOCKET, SO_LINGER, -1, -1],
    ['TCP_NODELAY', IPPROTO_TCP, TCP_NODELAY, 1, 1],
    ['TCP_CORK', IPPROTO_TCP, TCP_CORK, 1, 1],
  ])('%s is what was set', (_name, level, option, set, got) => {
    const fd = fds.own(socket());
    setsockopt(fd, level, option, set);
    expect(getsockopt(fd, level, option)).toBe(got);
  });

  it('never rounds a small timeout to 0, which would mean forever', () => {
    const fd = fds.own(socket());
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, 0.0001);
    expect(getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO)).toBeGreaterThan(0);
    expect(() => setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, -1)).toThrow(
      'a timeout in ms must not be negative, got -1',
    );
    expect(() => setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, NaN)).toThrow(
      'a timeout in ms must not be negative, got NaN',
    );
  });

  it('SO_ERROR returns once how a non-blocking connect ended', () => {
    const { fd: listener, address } = fds.listener();
    fds.close(listener);
    const fd = fds.own(socket(undefined, SOCK_STREAM | SOCK_NONBLOCK));
    expect(errorOf(() => connect(fd, address)).code).toMatch(/EINPROGRESS|ECONNREFUSED/);
    poll([{ fd, events: POLLOUT }], 5000);
    expect([0, 111]).toContain(getsockopt(fd, SOL_SOCKET, SO_ERROR));
    expect(getsockopt(fd, SOL_SOCKET, SO_ERROR)).toBe(0);
  });

  it('SO_REUSEADDR lets a server bind its port again', () => {
    const first = socket();
    bind(first, { host: '127.0.0.1', port: 0 });
    listen(first);
    const address = getsockname(first);
    close(first);
    const second = fds.own(socket());
    setsockopt(second, SOL_SOCKET, SO_REUSEADDR, 1);
    bind(second, address);
    expect(getsockname(second)).toEqual(address);
  });

  it('names the option that does not exist', () => {
    const fd = fds.own(socket());
    expect(() => setsockopt(fd, IPPROTO_TCP, 9999, 1)).toThrow(
      `setsockopt(${fd}, 9999): ENOPROTOOPT, Protocol not available`,
    );
    expect(errorOf(() => getsockopt(fd, IPPROTO_TCP, 9999)).code).toBe('ENOPROTOOPT');
  });
});
