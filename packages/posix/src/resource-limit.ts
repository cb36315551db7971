// How much a process may use: `man 2 getrlimit`. Chapters 10 and 16 lower a limit to
// provoke EMFILE and EAGAIN.

import { check } from './errno';
import { libc } from './libc';

/** How many processes this user may have. The limit does not apply to root. */
export const RLIMIT_NPROC = 6;
/** One more than the highest descriptor. */
export const RLIMIT_NOFILE = 7;

/** Both are counts. Infinity means no limit. */
export interface ResourceLimit {
  /** The limit in force. The process may set it to any value up to `hard`. */
  readonly soft: number;
  /** Can only be lowered, except by root. */
  readonly hard: number;
}

const RLIM_INFINITY = 2n ** 64n - 1n;

/** Reads a limit (`man 2 getrlimit`). @throws SystemError EINVAL */
export function getrlimit(resource: number): ResourceLimit {
  const limit = new BigUint64Array(2);
  check(libc().getrlimit(resource, limit), 'getrlimit', resource);
  return { soft: decode(limit[0]!), hard: decode(limit[1]!) };
}

/**
 * Sets a limit for this process and the children that it forks from now on (`man 2
 * setrlimit`).
 * @throws SystemError EPERM, EINVAL
 */
export function setrlimit(resource: number, { soft, hard }: ResourceLimit): void {
  const limit = BigUint64Array.of(encode(soft), encode(hard));
  check(libc().setrlimit(resource, limit), 'setrlimit', resource);
}

function decode(value: bigint): number {
  return value === RLIM_INFINITY ? Infinity : Number(value);
}

function encode(value: number): bigint {
  return value === Infinity ? RLIM_INFINITY : BigInt(value);
}
