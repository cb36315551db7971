import { close, fcntl, F_DUPFD, F_GETFD, F_GETFL, FD_CLOEXEC, O_NONBLOCK, pipe } from './index';
import { F_SETPIPE_SZ, tryWrite } from './index';
import { dup, setCloseOnExec, setNonBlocking, tryRead } from './index';
import { describeOnLinux } from './testing/on-linux';
import { Descriptors } from './testing/tcp';

describeOnLinux('fcntl', () => {
  const fds = new Descriptors();
  afterEach(() => fds.closeAll());

  const readEnd = (): number => {
    const ends = pipe();
    fds.own(ends.writeEnd);
    return fds.own(ends.readEnd);
  };

  it('keeps FD_CLOEXEC for each descriptor and O_NONBLOCK for the pipe behind them', () => {
    const fd = readEnd();
    const copy = fds.own(dup(fd));
    setCloseOnExec(fd);
    setNonBlocking(fd);
    expect([fcntl(fd, F_GETFD), fcntl(copy, F_GETFD)]).toEqual([FD_CLOEXEC, 0]);
    expect([fcntl(fd, F_GETFL), fcntl(copy, F_GETFL)]).toEqual([O_NONBLOCK, O_NONBLOCK]);
    expect(tryRead(copy, Buffer.alloc(1))).toBe('EAGAIN');
    setCloseOnExec(fd, false);
    setNonBlocking(copy, false);
    expect([fcntl(fd, F_GETFD), fcntl(fd, F_GETFL)]).toEqual([0, 0]);
  });

  it('duplicates to the lowest free number from the argument on', () => {
    const fd = fds.own(fcntl(readEnd(), F_DUPFD, 300));
    expect(fd).toBeGreaterThanOrEqual(300);
  });

  it('makes a pipe smaller, so that a writer soon waits for the reader', () => {
    const { readEnd, writeEnd } = pipe();
    fds.own(readEnd);
    setNonBlocking(fds.own(writeEnd));
    expect(fcntl(writeEnd, F_SETPIPE_SZ, 4096)).toBe(4096);
    expect(tryWrite(writeEnd, Buffer.alloc(10_000))).toBe(4096);
    expect(tryWrite(writeEnd, Buffer.alloc(1))).toBe('EAGAIN');
  });

  it('names the descriptor that is not open', () => {
    const fd = dup(1);
    close(fd);
    expect(() => fcntl(fd, F_GETFD)).toThrow(`fcntl(${fd}, 1): EBADF, Bad file descriptor`);
  });
});
