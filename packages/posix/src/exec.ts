// Runs another program in this process: `man 3 execv`, `man 2 execve`.

import { lastError } from './errno';
import { libc } from './libc';

/**
 * Replaces the program that this process runs (`man 3 execv`). The pid stays the same,
 * and so do the descriptors, except those with FD_CLOEXEC, which Node sets on nearly all.
 * Returns only by throwing.
 * @param argv the new program's arguments, its own name first
 * @throws SystemError ENOENT, EACCES, ENOEXEC (neither a program nor a script with #!),
 *   E2BIG, ETXTBSY, ENOTDIR
 */
export function execv(path: string, argv: readonly string[]): never {
  libc().execv(path, [...argv, null]);
  throw lastError('execv', path);
}

/** `execv` with the given environment instead of this process's (`man 2 execve`). */
export function execve(
  path: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): never {
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  libc().execve(path, [...argv, null], [...pairs, null]);
  throw lastError('execve', path);
}
