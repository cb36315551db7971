import { constants } from 'node:os';
import { check, lastError, notNow } from './errno';
import { errnoName, errnoNumbers, strerror, SystemError, close, recv } from './index';
import { libc } from './libc';
import { describeOnLinux } from './testing/on-linux';

describeOnLinux('errno', () => {
  it.each([
    [11, 'EAGAIN', 'Resource temporarily unavailable'],
    [4, 'EINTR', 'Interrupted system call'],
    [104, 'ECONNRESET', 'Connection reset by peer'],
    [32, 'EPIPE', 'Broken pipe'],
    [10, 'ECHILD', 'No child processes'],
    [3, 'ESRCH', 'No such process'],
    [24, 'EMFILE', 'Too many open files'],
    [95, 'EOPNOTSUPP', 'Operation not supported'],
    [109, 'ETOOMANYREFS', 'Too many references: cannot splice'],
    [4095, 'ERRNO_4095', 'Unknown error 4095'],
  ])('%d is %s, %s', (errno, name, text) => {
    expect(errnoName(errno)).toBe(name);
    expect(strerror(errno)).toBe(text);
  });

  it('has every name that Node has, with its number', () => {
    expect(errnoNumbers).toMatchObject(constants.errno);
  });

  it('makes errors whose parts can all be used', () => {
    const error = new SystemError('connect', 111, [7, '127.0.0.1:9']);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'SystemError',
      syscall: 'connect',
      code: 'ECONNREFUSED',
      errno: 111,
      message: 'connect(7, 127.0.0.1:9): ECONNREFUSED, Connection refused',
    });
  });

  it('reads the errno of the last failed call', () => {
    libc().close(-1);
    expect(lastError('close', -1)).toMatchObject({ code: 'EBADF' });
    expect(() => check(libc().close(-1), 'close', -1)).toThrow(
      'close(-1): EBADF, Bad file descriptor',
    );
    expect(check(5, 'close', 5)).toBe(5);
  });

  it('throws from a try call what is neither EAGAIN nor EINTR', () => {
    libc().close(-1);
    expect(() => notNow('recv', -1)).toThrow('recv(-1): EBADF, Bad file descriptor');
  });

  it('says so when the descriptor is not open', () => {
    expect(() => close(-1)).toThrow('close(-1): EBADF, Bad file descriptor');
    expect(() => recv(-1, Buffer.alloc(1))).toThrow('recv(-1): EBADF, Bad file descriptor');
  });
});
