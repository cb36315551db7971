import {
  close,
  fcntl,
  F_GETFD,
  FD_CLOEXEC,
  getsockname,
  pipe,
  read,
  recv,
  send,
  write,
} from './index';
import {
  recvDescriptor,
  recvmsg,
  SCM_MAX_FD,
  sendDescriptor,
  sendmsg,
  setNonBlocking,
} from './index';
import { tryRecvmsg, trySendmsg } from './index';
import type { Received } from './index';
import { describeOnLinux } from './testing/on-linux';
import { openDescriptors } from './testing/processes';
import { endAllScripts, startScript } from './testing/script';
import { Descriptors, errorOf } from './testing/tcp';

describeOnLinux('descriptor passing', () => {
  const fds = new Descriptors();
  afterEach(() => fds.closeAll());
  afterEach(endAllScripts);
  const byte = Buffer.alloc(1);

  it('makes another descriptor for the same socket', () => {
    const [a, b] = fds.unixPair();
    const [client, server] = fds.tcpPair();
    sendDescriptor(a, server);
    const passed = fds.own(recvDescriptor(b)!);
    expect(passed).not.toBe(server);
    expect(fcntl(passed, F_GETFD)).toBe(FD_CLOEXEC);
    expect(getsockname(passed)).toEqual(getsockname(server));
    fds.close(server);
    send(passed, Buffer.from('!')); // the connection lives as long as one descriptor does
    expect(recv(client, byte)).toBe(1);
    fds.close(a);
    expect(recvDescriptor(b)).toBeUndefined();
  });

  it.each<[string, typeof trySendmsg, (...args: Parameters<typeof recvmsg>) => Received]>([
    ['sendmsg and recvmsg', sendmsg, recvmsg],
    ['trySendmsg and tryRecvmsg', trySendmsg, (...args) => tryRecvmsg(...args) as Received],
  ])('%s carry several descriptors in order, with their bytes', (_name, give, take) => {
    const [a, b] = fds.unixPair();
    const pipes = [pipe(), pipe(), pipe()];
    expect(
      give(
        a,
        Buffer.from('three'),
        pipes.map((p) => p.writeEnd),
      ),
    ).toBe(5);
    const buffer = Buffer.alloc(10);
    const { count, descriptors } = take(b, buffer, 8, 0);
    expect(buffer.toString('latin1', 0, count)).toBe('three');
    expect(fcntl(descriptors[0]!, F_GETFD)).toBe(0);
    pipes.forEach(({ readEnd, writeEnd }, i) => {
      fds.own(readEnd);
      close(writeEnd);
      write(descriptors[i]!, Buffer.from([i]));
      close(descriptors[i]!);
      expect([read(readEnd, byte), byte[0], read(readEnd, byte)]).toEqual([1, i, 0]);
    });
  });

  it.each([
    ['a reset if it has sent something', true],
    ['the end of the stream if it has not', false],
  ])(
    'a descriptor on its way to a process that exits is closed: the client sees %s',
    (_what, hasSent) => {
      const [a, b] = fds.unixPair();
      const [client, server] = fds.tcpPair();
      if (hasSent) send(client, byte);
      sendDescriptor(a, server);
      fds.close(server); // the only copy left is the one on its way
      fds.close(b); // as the exit of its process would
      if (hasSent) expect(errorOf(() => recv(client, byte))).toMatchObject({ code: 'ECONNRESET' });
      else expect(recv(client, byte)).toBe(0);
    },
  );

  it('never joins the bytes of two messages that carry descriptors', () => {
    const [a, b] = fds.unixPair();
    send(a, Buffer.from('x'));
    send(a, Buffer.from('y'));
    sendmsg(a, Buffer.from('1'), [a]);
    sendmsg(a, Buffer.from('2'), [a]);
    send(a, Buffer.from('z'));
    const buffer = Buffer.alloc(10);
    const seen: [string, number][] = [];
    while (seen.map(([text]) => text).join('') !== 'xy12z') {
      const { count, descriptors } = recvmsg(b, buffer, 4);
      descriptors.forEach(close);
      seen.push([buffer.toString('latin1', 0, count), descriptors.length]);
    }
    expect(seen).toEqual([
      ['xy1', 1],
      ['2', 1],
      ['z', 0],
    ]);
  });

  it('reports EMFILE when the process has no descriptor left for what was sent', async () => {
    const script = startScript('lost-descriptor', { forkFlags: false });
    expect(await script.next()).toBe('recvmsg(a descriptor was lost): EMFILE, Too many open files');
    expect(await script.next()).toBe('number');
    await script.end;
  });

  it('closes what it received when there were more than expected', () => {
    const [a, b] = fds.unixPair();
    const before = openDescriptors();
    sendmsg(a, byte, [a, b, a]);
    expect(() => recvmsg(b, byte, 2)).toThrow(
      'expected at most 2 descriptors in one message, got more',
    );
    expect(openDescriptors()).toBe(before);
    sendmsg(a, byte, [a]);
    expect(() => recvmsg(b, byte, 0)).toThrow(
      'expected at most 0 descriptors in one message, got more',
    );
    expect(openDescriptors()).toBe(before);
  });

  it('carries the most that the kernel allows', () => {
    const [a, b] = fds.unixPair();
    const many = new Array<number>(SCM_MAX_FD).fill(a);
    sendmsg(a, byte, many);
    const { descriptors } = recvmsg(b, byte, SCM_MAX_FD);
    descriptors.forEach(close);
    expect(new Set(descriptors).size).toBe(SCM_MAX_FD);
    expect(() => sendmsg(a, byte, [...many, a])).toThrow(
      'descriptors in one message: expected 0 to 253, got 254',
    );
    expect(() => recvmsg(b, byte, 254)).toThrow('maxDescriptors: expected 0 to 253, got 254');
    expect(() => sendmsg(a, Buffer.alloc(0), [a])).toThrow(
      'descriptors travel with bytes: send at least one',
    );
  });

  it('says what is wrong', () => {
    const [a, b] = fds.unixPair();
    expect(() => sendmsg(a, byte, [-1])).toThrow(`sendmsg(${a}): EBADF, Bad file descriptor`);
    setNonBlocking(b);
    setNonBlocking(a);
    expect(tryRecvmsg(b, byte)).toBe('EAGAIN');
    expect(errorOf(() => recvmsg(b, byte)).code).toBe('EAGAIN');
    send(a, byte);
    expect(() => recvDescriptor(b)).toThrow(`a byte without a descriptor on ${b}`);
    while (trySendmsg(a, Buffer.alloc(65536)) !== 'EAGAIN');
    expect(errorOf(() => sendmsg(a, byte)).code).toBe('EAGAIN');
    fds.close(b);
    expect(() => sendDescriptor(a, a)).toThrow(`sendmsg(${a}): EPIPE, Broken pipe`);
  });

  it('passes 1,000 descriptors to a child, and none is left over on either side', async () => {
    const script = startScript('pass-descriptors', { args: ['500'] });
    expect(await script.next()).toEqual({ side: 'child', messages: 500, descriptorsGained: 0 });
    expect(await script.next()).toMatchObject({
      right: 1000,
      ended: { state: 'exited', code: 0 },
      descriptorsGained: 0,
    });
    expect(await script.end).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('recvmsg ends with EINTR when a signal comes', async () => {
    const script = startScript('blocked-call', { args: ['recvmsg'] });
    expect(await script.next()).toBe('blocking');
    await script.blocked();
    script.kill('SIGUSR1');
    expect(await script.next()).toEqual({ before: false, outcome: 'recvmsg EINTR', after: true });
    expect(await script.end).toMatchObject({ code: 0 });
  });
});
