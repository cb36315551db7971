import {
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_PEEK,
  MSG_WAITALL,
  recv,
  send,
  setNonBlocking,
} from './index';
import {
  setsockopt,
  shutdown,
  SHUT_WR,
  SO_LINGER,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOL_SOCKET,
} from './index';
import { tryRecv, trySend } from './index';
import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';
import { Descriptors, errorOf } from './testing/tcp';

describeOnLinux('send and recv', () => {
  const fds = new Descriptors();
  afterEach(() => fds.closeAll());
  afterEach(endAllScripts);

  it.each<[string, typeof tryRecv, typeof trySend]>([
    ['recv and send', recv, send],
    ['tryRecv and trySend', tryRecv, trySend],
  ])('%s carry bytes, and 0 is the end', (_name, read, write) => {
    const [a, b] = fds.tcpPair();
    const buffer = Buffer.alloc(8);
    expect(write(a, Buffer.from('hello, world'))).toBe(12);
    expect(read(b, buffer)).toBe(8);
    expect(buffer.toString()).toBe('hello, w');
    expect(read(b, buffer)).toBe(4);
    expect(buffer.toString('latin1', 0, 4)).toBe('orld');
    shutdown(a, SHUT_WR);
    expect(read(b, buffer)).toBe(0);
  });

  it('reads into the middle of a buffer', () => {
    const [a, b] = fds.tcpPair();
    const buffer = Buffer.from('..........');
    send(a, Buffer.from('xyz'));
    expect(recv(b, buffer.subarray(4))).toBe(3);
    expect(buffer.toString()).toBe('....xyz...');
  });

  it('obeys MSG_PEEK and MSG_WAITALL', () => {
    const [a, b] = fds.tcpPair();
    const buffer = Buffer.alloc(4);
    send(a, Buffer.from('ab'));
    expect(recv(b, buffer, MSG_PEEK)).toBe(2);
    send(a, Buffer.from('cd'));
    expect(recv(b, buffer, MSG_WAITALL)).toBe(4);
    expect(buffer.toString()).toBe('abcd');
  });

  it('reports EAGAIN when there is nothing to read', () => {
    const [, b] = fds.tcpPair();
    const buffer = Buffer.alloc(4);
    expect(tryRecv(b, buffer, MSG_DONTWAIT)).toBe('EAGAIN');
    setNonBlocking(b);
    expect(tryRecv(b, buffer)).toBe('EAGAIN');
    expect(() => recv(b, buffer)).toThrow(`recv(${b}): EAGAIN, Resource temporarily unavailable`);
  });

  it('takes a part, then reports EAGAIN, when the peer does not read', () => {
    const [a, b] = fds.tcpPair();
    const big = Buffer.alloc(16 * 1024 * 1024, 7);
    setNonBlocking(a);
    let sent = 0;
    for (;;) {
      const count = trySend(a, big);
      if (count === 'EAGAIN') break;
      expect(count).toBeLessThan(big.length);
      sent += count as number;
    }
    const full = errorOf(() => {
      for (;;) sent += send(a, big);
    });
    expect(full.message).toBe(`send(${a}): EAGAIN, Resource temporarily unavailable`);
    let read = 0;
    setNonBlocking(b);
    for (;;) {
      const count = tryRecv(b, big);
      if (count === 'EAGAIN') {
        if (read === sent) break;
        continue; // the rest is still on its way through the loopback interface
      }
      read += count as number;
    }
    expect(trySend(a, Buffer.from('x'))).toBe(1);
  });

  it('fails with EAGAIN when SO_RCVTIMEO or SO_SNDTIMEO has passed', () => {
    const [a, b] = fds.tcpPair();
    setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, 30);
    setsockopt(a, SOL_SOCKET, SO_SNDTIMEO, 30);
    const began = performance.now();
    expect(tryRecv(b, Buffer.alloc(1))).toBe('EAGAIN');
    expect(performance.now() - began).toBeGreaterThan(25);
    const big = Buffer.alloc(16 * 1024 * 1024);
    let last: number | string;
    do last = trySend(a, big);
    while (typeof last === 'number');
    expect(last).toBe('EAGAIN');
  });

  it.each([
    ['recv', (fd: number) => recv(fd, Buffer.alloc(1))],
    ['recv', (fd: number) => tryRecv(fd, Buffer.alloc(1))],
  ])('%s reports ECONNRESET after a reset', (syscall, call) => {
    const [a, b] = fds.tcpPair();
    setsockopt(a, SOL_SOCKET, SO_LINGER, 0);
    fds.close(a);
    expect(errorOf(() => call(b)).message).toBe(
      `${syscall}(${b}): ECONNRESET, Connection reset by peer`,
    );
  });

  it('resets when it is closed with unread input', () => {
    const [a, b] = fds.tcpPair();
    send(b, Buffer.from('never read'));
    fds.close(a);
    expect(errorOf(() => recv(b, Buffer.alloc(1))).code).toBe('ECONNRESET');
  });

  it.each([
    ['send', (fd: number) => send(fd, Buffer.alloc(1))],
    ['send', (fd: number) => trySend(fd, Buffer.alloc(1))],
    ['send', (fd: number) => send(fd, Buffer.alloc(1), MSG_NOSIGNAL)],
  ])('%s reports EPIPE when its own side was shut down', (syscall, call) => {
    const [a] = fds.tcpPair();
    shutdown(a, SHUT_WR);
    expect(errorOf(() => call(a)).message).toBe(`${syscall}(${a}): EPIPE, Broken pipe`);
  });

  it.each([
    ['recv', 'recv EINTR'],
    ['tryRecv', 'EINTR'],
  ])('%s ends with EINTR when a signal comes', async (name, outcome) => {
    const script = startScript('blocked-call', { args: [name] });
    expect(await script.next()).toBe('blocking');
    await script.blocked();
    script.kill('SIGUSR1');
    expect(await script.next()).toEqual({ before: false, outcome, after: true });
    expect(await script.end).toMatchObject({ code: 0 });
  });
});
