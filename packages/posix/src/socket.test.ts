import { accept, accept4, bind, close, connect, fcntl, getpeername, getsockname } from './index';
import {
  listen,
  recv,
  send,
  setNonBlocking,
  shutdown,
  socket,
  tryAccept,
  tryAccept4,
} from './index';
import { F_GETFD, F_GETFL, FD_CLOEXEC, O_NONBLOCK } from './index';
import { SHUT_RDWR, SHUT_WR, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_STREAM } from './index';
import type { Accepted } from './index';
import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';
import { Descriptors, errorOf } from './testing/tcp';

describeOnLinux('a TCP socket', () => {
  const fds = new Descriptors();
  afterEach(() => fds.closeAll());
  afterEach(endAllScripts);

  it.each<[string, (fd: number) => Accepted]>([
    ['accept', accept],
    ['accept4', (fd) => accept4(fd, 0)],
    ['tryAccept', (fd) => tryAccept(fd) as Accepted],
    ['tryAccept4', (fd) => tryAccept4(fd, 0) as Accepted],
  ])('goes through its life, accepted by %s', (_name, take) => {
    const { fd: listener, address } = fds.listener();
    expect(address).toEqual({ host: '127.0.0.1', port: expect.any(Number) as number });
    expect(address.port).toBeGreaterThan(0);

    const client = fds.own(socket());
    connect(client, address);
    send(client, Buffer.from('sent before anybody accepted'));
    const { fd: server, peer } = take(listener);
    fds.own(server);
    expect(peer).toEqual(getsockname(client));
    expect(getpeername(server)).toEqual(peer);
    expect(getpeername(client)).toEqual(address);

    const buffer = Buffer.alloc(100);
    expect(buffer.toString('latin1', 0, recv(server, buffer))).toBe('sent before anybody accepted');
    shutdown(client, SHUT_WR);
    expect(recv(server, buffer)).toBe(0);
    send(server, Buffer.from('the other direction is open'));
    expect(buffer.toString('latin1', 0, recv(client, buffer))).toBe('the other direction is open');
  });

  it('takes flags for the descriptor, in socket and in accept4', () => {
    const flagged = fds.own(socket(undefined, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC));
    const { fd: listener, address } = fds.listener();
    connect(fds.own(socket()), address);
    const accepted = fds.own(accept4(listener, SOCK_NONBLOCK | SOCK_CLOEXEC).fd);
    for (const fd of [flagged, accepted]) {
      expect(fcntl(fd, F_GETFL) & O_NONBLOCK).toBe(O_NONBLOCK);
      expect(fcntl(fd, F_GETFD)).toBe(FD_CLOEXEC);
    }
    expect(fcntl(listener, F_GETFL) & O_NONBLOCK).toBe(0);
    expect(fcntl(listener, F_GETFD)).toBe(0);
  });

  it('reports EAGAIN when no connection is waiting', () => {
    const { fd } = fds.listener();
    setNonBlocking(fd);
    expect(tryAccept(fd)).toBe('EAGAIN');
    expect(tryAccept4(fd, 0)).toBe('EAGAIN');
    expect(() => accept(fd)).toThrow(`accept(${fd}): EAGAIN, Resource temporarily unavailable`);
    expect(() => accept4(fd, 0)).toThrow(
      `accept4(${fd}): EAGAIN, Resource temporarily unavailable`,
    );
  });

  it('names the address that is in use', () => {
    const { address } = fds.listener();
    const fd = fds.own(socket());
    expect(() => bind(fd, address)).toThrow(
      `bind(${fd}, 127.0.0.1:${address.port}): EADDRINUSE, Address already in use`,
    );
  });

  it('names the address where no process listens', () => {
    const { fd: listener, address } = fds.listener();
    fds.close(listener);
    const fd = fds.own(socket());
    expect(() => connect(fd, address)).toThrow(
      `connect(${fd}, 127.0.0.1:${address.port}): ECONNREFUSED, Connection refused`,
    );
  });

  it('reports EINPROGRESS for a connect that would block', () => {
    const { address } = fds.listener();
    const fd = fds.own(socket(undefined, SOCK_STREAM | SOCK_NONBLOCK));
    expect(errorOf(() => connect(fd, address)).code).toBe('EINPROGRESS');
  });

  it.each<[string, (fd: number) => unknown, string]>([
    ['getpeername', getpeername, 'ENOTCONN'],
    ['shutdown', (fd) => shutdown(fd, SHUT_RDWR), 'ENOTCONN'],
    ['accept', accept, 'EINVAL'],
    ['bind', (fd) => bind(fd, { host: '192.0.2.1', port: 0 }), 'EADDRNOTAVAIL'],
  ])('%s on a socket without a connection fails', (syscall, call, code) => {
    const fd = fds.own(socket());
    expect(errorOf(() => call(fd))).toMatchObject({ syscall, code });
  });

  it('fails if the descriptor is not a socket', () => {
    expect(errorOf(() => listen(0))).toMatchObject({ syscall: 'listen' });
    expect(errorOf(() => socket(9999))).toMatchObject({ code: 'EAFNOSUPPORT' });
    expect(errorOf(() => close(-1))).toMatchObject({ code: 'EBADF' });
  });

  it.each(['accept', 'accept4'])('%s ends with EINTR when a signal comes', async (name) => {
    const script = startScript('blocked-call', { args: [name] });
    expect(await script.next()).toBe('blocking');
    await script.blocked();
    script.kill('SIGUSR1');
    expect(await script.next()).toEqual({ before: false, outcome: `${name} EINTR`, after: true });
    expect(await script.end).toMatchObject({ code: 0 });
  });

  it('fails with EMFILE, and the connection waits in the backlog', async () => {
    const script = startScript('too-many-files');
    const { firstError, more } = await script.next<{ firstError: string; more: string[] }>();
    expect(firstError).toBe('EMFILE');
    expect(more.map((message) => message.replace(/\d+/g, 'N'))).toEqual([
      'socket(N, N, N): EMFILE, Too many open files',
      'accept(N): EMFILE, Too many open files',
      'accept(N): EMFILE, Too many open files',
      'pipe(): EMFILE, Too many open files',
      'dup(N): EMFILE, Too many open files',
    ]);
    expect(await script.next()).toEqual({ acceptedAfterwards: true });
    expect(await script.end).toMatchObject({ code: 0 });
  });

  it('is accepted by blocked threads until the listening socket is shut down', async () => {
    const script = startScript('threads-in-accept', { forkFlags: false });
    expect(await script.next()).toEqual({ served: 100, exits: [0, 0, 0, 0] });
    expect(await script.end).toEqual({ code: 0, signal: null, stderr: '' });
  });
});
