// Errors of system calls: turns errno into a SystemError that says which call failed, on
// what, and why. Chapter 16 goes through the names; `man 3 errno` lists them all.

import { constants } from 'node:os';
import { libc } from './libc';

/**
 * The errno names that Node knows (os.constants.errno), with the numbers of this system,
 * and six of Linux that it lacks.
 */
export const errnoNumbers: Readonly<Record<string, number>> = {
  ...constants.errno,
  ...(process.platform === 'linux' && {
    ENOTBLK: 15,
    ESOCKTNOSUPPORT: 94,
    EPFNOSUPPORT: 96,
    ESHUTDOWN: 108,
    ETOOMANYREFS: 109, // sendmsg: too many descriptors are on their way
    EHOSTDOWN: 112,
  }),
};

const NAMES = new Map<number, string>();
for (const [name, number] of Object.entries(errnoNumbers)) {
  // Two names may share a number (EAGAIN and EWOULDBLOCK): the first in the alphabet is
  // the one that Linux prints.
  if (!NAMES.has(number)) NAMES.set(number, name);
}
// The exception to that: POSIX's EOPNOTSUPP is what sockets report, Linux gives ENOTSUP
// the same number.
NAMES.set(constants.errno.EOPNOTSUPP, 'EOPNOTSUPP');

/**
 * The name of an error number, `ECONNRESET` for 104 on Linux; `ERRNO_4095` for one
 * without a name.
 */
export function errnoName(errno: number): string {
  return NAMES.get(errno) ?? `ERRNO_${errno}`;
}

/**
 * The system's words for an error number (`man 3 strerror`): `Connection reset by peer`
 * for ECONNRESET.
 */
export function strerror(errno: number): string {
  return libc().strerror(errno);
}

/**
 * A system call that failed. Match on `code`; the message is for people:
 * `connect(7, 127.0.0.1:9): ECONNREFUSED, Connection refused`.
 */
export class SystemError extends Error {
  override readonly name: string = 'SystemError';
  /** The call, by its UNIX name: `connect`. */
  readonly syscall: string;
  /** The errno name: `ECONNREFUSED`. */
  readonly code: string;
  /**
   * The error number as C has it, positive: 111. (Node's own errors carry it negated.)
   */
  readonly errno: number;

  constructor(syscall: string, errno: number, subjects: readonly (string | number)[] = []) {
    const code = errnoName(errno);
    super(`${syscall}(${subjects.join(', ')}): ${code}, ${strerror(errno)}`);
    this.syscall = syscall;
    this.code = code;
    this.errno = errno;
  }
}

/**
 * The error of a call that returned -1. Call this directly after it, because it reads
 * errno.
 * @param subjects what the call was about, for the message: a descriptor, a path, an
 *   address
 */
export function lastError(syscall: string, ...subjects: (string | number)[]): SystemError {
  return new SystemError(syscall, libc().errno(), subjects);
}

/**
 * Returns a call's result, or throws if it is negative. Wrap it directly around the call,
 * because it reads errno.
 */
export function check(result: number, syscall: string, ...subjects: (string | number)[]): number {
  if (result < 0) throw lastError(syscall, ...subjects);
  return result;
}

/**
 * Why a `try…` call did nothing, where that is not a failure:
 * - `EAGAIN`: it would have blocked (a non-blocking descriptor), or its timeout passed
 *   (SO_RCVTIMEO, SO_SNDTIMEO).
 * - `EINTR`: a signal interrupted it while it was blocked. Nothing was transferred; check
 *   for the signal, then call again.
 */
export type NotNow = 'EAGAIN' | 'EINTR';

const { EAGAIN, EINTR } = constants.errno;

/**
 * For the `try…` calls: EAGAIN and EINTR as values, everything else thrown. Reads errno,
 * like `lastError`.
 */
export function notNow(syscall: string, subject: number): NotNow {
  const errno = libc().errno();
  if (errno === EAGAIN) return 'EAGAIN';
  if (errno === EINTR) return 'EINTR';
  throw new SystemError(syscall, errno, [subject]);
}
