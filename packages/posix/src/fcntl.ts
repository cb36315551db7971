// Flags of a descriptor, and of the open file or socket that it refers to: `man 2 fcntl`.
// FD_CLOEXEC belongs to the descriptor, so a copy (dup, fork, SCM_RIGHTS) has its own.
// O_NONBLOCK belongs to the open file or socket: if you set it through one descriptor, it
// applies to all copies, including those in other processes.

import { constants } from 'node:fs';
import { check } from './errno';
import { libc } from './libc';

export const F_DUPFD = 0;
/** Read the descriptor's flags: FD_CLOEXEC or 0. */
export const F_GETFD = 1;
export const F_SETFD = 2;
/** Read the status flags: O_NONBLOCK, O_APPEND, and how it was opened. */
export const F_GETFL = 3;
export const F_SETFL = 4;
/** Linux: how many bytes a pipe holds, at least one page of memory. */
export const F_SETPIPE_SZ = 1031;

/**
 * exec closes the descriptor. Node sets this flag on all descriptors that it opens and,
 * when it starts, on all that it inherits.
 */
export const FD_CLOEXEC = 1;
/** Calls fail with EAGAIN instead of blocking. */
export const O_NONBLOCK = constants.O_NONBLOCK;

/**
 * Reads or sets flags (`man 2 fcntl`).
 * @returns the flags for F_GETFD and F_GETFL, the new descriptor for F_DUPFD, the pipe's
 *   size for F_SETPIPE_SZ, else 0
 * @throws SystemError EBADF (no such descriptor), EBUSY (a pipe that holds more than the
 *   new size), EINVAL, EMFILE
 */
export function fcntl(fd: number, command: number, argument = 0): number {
  return check(libc().fcntl(fd, command, 'int', argument), 'fcntl', fd, command);
}

/** Sets or clears O_NONBLOCK: two calls of fcntl. */
export function setNonBlocking(fd: number, nonBlocking = true): void {
  const flags = fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFL, nonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
}

/** Sets or clears FD_CLOEXEC. */
export function setCloseOnExec(fd: number, closeOnExec = true): void {
  fcntl(fd, F_SETFD, closeOnExec ? FD_CLOEXEC : 0);
}
