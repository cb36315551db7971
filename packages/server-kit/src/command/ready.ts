// The ready line, and the error line if the server cannot listen.

import { writeSync } from 'node:fs';
import { formatAddress, UsageError, type Address } from '@bytes-up/protocol';

/** Prints the one line of clause 14.1 on standard output. */
export function printReady(address: Address): void {
  writeSync(1, `listening on ${formatAddress(address)}\n`);
}

const LISTEN_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'port in use: choose another, or 0 for a free one',
  EACCES: 'permission denied: choose a port above 1023',
  EPERM: 'not allowed on this machine: try --host 127.0.0.1',
  EAFNOSUPPORT: 'this machine does not support IPv6: try --host 127.0.0.1',
  EINVAL: 'not an address to listen on: try --host 127.0.0.1',
  EADDRNOTAVAIL: 'this machine has no such address: try --host 127.0.0.1',
  ENOTFOUND: 'no such host: try --host 127.0.0.1',
  EAI_FAIL: 'the host name could not be looked up: try --host 127.0.0.1',
  EAI_AGAIN: 'the host name could not be looked up: try --host 127.0.0.1',
};

/**
 * Calls that take an address. Their errors come from the address, not from a bug of ours.
 */
const LISTEN_CALLS = new Set(['socket', 'bind', 'listen', 'getaddrinfo']);

/**
 * Turns a failed listen into one line that says what to do. Returns other errors as is.
 */
export function listenError(error: unknown, address: Address): unknown {
  const { code = '', syscall = '' } = (error ?? {}) as NodeJS.ErrnoException;
  const known = Object.hasOwn(LISTEN_ERRORS, code) ? LISTEN_ERRORS[code] : undefined;
  const advice = known ?? (LISTEN_CALLS.has(syscall) ? (error as Error).message : undefined);
  if (advice === undefined) return error;
  return new UsageError(`cannot listen on ${formatAddress(address)} (${code}): ${advice}`);
}
