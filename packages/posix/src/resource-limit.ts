// How much a process may use: `man 2 getrlimit`. Chapters 10 and 16 lower a limit to meet
// EMFILE and EAGAIN on purpose.

import { check } from './errno';
import { libc } from './libc';

/** Processes of this user; root is not bound by it. */
export const RLIMIT_NPROC = 6;
/** One more than the highest descriptor. */
export const RLIMIT_NOFILE = 7;

/** Both are counts; Infinity is no limit. */
export interface ResourceLimit {
  /** What holds now. The process may move it up to `hard`. */
  readonly soft: number;
  /** May only be lowered, unless by root. */
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
 * Sets a limit for this process and the children that it makes from now on (`man 2
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
