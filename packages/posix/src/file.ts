// Files and pipes: `man 2` open, read, write, pread, link, unlink, pipe, dup and `man 3
// mkfifo`. node:fs can do all of this. The calls are here so that chapter 16 can provoke
// each errno and show it.

import { constants } from 'node:fs';
import { check, lastError, notNow } from './errno';
import type { NotNow } from './errno';
import { libc } from './libc';

export const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND } = constants;
/** exec closes the new descriptor. */
export const O_CLOEXEC = 0o2000000;

/**
 * Opens a file (`man 2 open`).
 * @param flags O_RDONLY, O_WRONLY or O_RDWR, with O_CREAT, O_EXCL, O_NONBLOCK … added by
 *   |
 * @param mode the permissions of a new file, less the umask
 * @throws SystemError ENOENT, EEXIST, EACCES, EISDIR, ENOTDIR, ELOOP, EMFILE, ENXIO
 *   (opening a FIFO for writing with O_NONBLOCK, while no process reads it), EINTR (while
 *   waiting for the FIFO's other end)
 */
export function open(path: string, flags: number, mode = 0o644): number {
  return check(libc().open(path, flags, 'uint32_t', mode), 'open', path);
}

/**
 * Reads at the descriptor's position and moves it (`man 2 read`).
 * @returns the number of bytes; 0 is the end
 * @throws SystemError EAGAIN, EINTR, EISDIR, EBADF
 */
export function read(fd: number, buffer: Uint8Array): number {
  const count = libc().read(fd, buffer, buffer.length);
  if (count < 0) throw lastError('read', fd);
  return count;
}

/**
 * Writes at the descriptor's position (`man 2 write`).
 * @returns the number of bytes taken, which may be fewer than given
 * @throws SystemError EPIPE (the pipe has no reader), EAGAIN, EINTR, ENOSPC, EBADF
 */
export function write(fd: number, bytes: Uint8Array): number {
  const count = libc().write(fd, bytes, bytes.length);
  if (count < 0) throw lastError('write', fd);
  return count;
}

/** `read` without an exception for EAGAIN and EINTR: they are returned by name. */
export function tryRead(fd: number, buffer: Uint8Array): number | NotNow {
  const count = libc().read(fd, buffer, buffer.length);
  return count < 0 ? notNow('read', fd) : count;
}

/** `write` without an exception for EAGAIN and EINTR: they are returned by name. */
export function tryWrite(fd: number, bytes: Uint8Array): number | NotNow {
  const count = libc().write(fd, bytes, bytes.length);
  return count < 0 ? notNow('write', fd) : count;
}

/**
 * Reads at `offset` bytes from the start, and does not move the position (`man 2 pread`).
 * @throws SystemError ESPIPE (a pipe, FIFO or socket has no position), EINVAL (a negative
 *   offset)
 */
export function pread(fd: number, buffer: Uint8Array, offset: number): number {
  return check(libc().pread(fd, buffer, buffer.length, offset), 'pread', fd);
}

/**
 * Creates a FIFO, a pipe with a name (`man 3 mkfifo`).
 * @throws SystemError EEXIST, ENOENT, EACCES
 */
export function mkfifo(path: string, mode = 0o600): void {
  check(libc().mkfifo(path, mode), 'mkfifo', path);
}

/**
 * Gives a file a second name (`man 2 link`).
 * @throws SystemError EXDEV (another file system), EEXIST, EPERM, EMLINK
 */
export function link(from: string, to: string): void {
  check(libc().link(from, to), 'link', from, to);
}

/**
 * Removes a name (`man 2 unlink`). The file is deleted when its last name is removed and
 * its last descriptor closed.
 * @throws SystemError ENOENT, EISDIR, EBUSY
 */
export function unlink(path: string): void {
  check(libc().unlink(path), 'unlink', path);
}

/** Both ends of a pipe. */
export interface Pipe {
  readonly readEnd: number;
  readonly writeEnd: number;
}

/**
 * Creates a pipe (`man 2 pipe`).
 * @param flags O_CLOEXEC, O_NONBLOCK, added by | (the call is then Linux's pipe2)
 * @throws SystemError EMFILE, ENFILE
 */
export function pipe(flags = 0): Pipe {
  const ends = new Int32Array(2);
  check(libc().pipe2(ends, flags), 'pipe');
  return { readEnd: ends[0]!, writeEnd: ends[1]! };
}

/**
 * A second descriptor, the lowest free number, for the same open file or socket (`man 2
 * dup`).
 * @throws SystemError EMFILE, EBADF
 */
export function dup(fd: number): number {
  return check(libc().dup(fd), 'dup', fd);
}
