// Socket options: `man 2 setsockopt`, with the options of `man 7 socket` and `man 7 tcp`.
// In C the type of the value depends on the option. Here each value is a number: times in
// milliseconds, SO_LINGER in seconds.

import { check } from './errno';
import { libc } from './libc';

export const SOL_SOCKET = 1;
export const IPPROTO_TCP = 6;

/**
 * 1: bind accepts a port that has connections in TIME_WAIT. A server that restarts needs
 * it.
 */
export const SO_REUSEADDR = 2;
/**
 * Reading it returns and clears the pending error of the socket, such as that of a
 * non-blocking connect. 0 means none.
 */
export const SO_ERROR = 4;
/**
 * Size of the send buffer in bytes. Linux doubles the value, for its own bookkeeping, and
 * reports the doubled one.
 */
export const SO_SNDBUF = 7;
/** Size of the receive buffer in bytes. Linux doubles it too. */
export const SO_RCVBUF = 8;
/** 1: probe a silent peer. */
export const SO_KEEPALIVE = 9;
/**
 * How many seconds close waits for unsent bytes. 0 makes close send a reset; a negative
 * value switches the option off.
 */
export const SO_LINGER = 13;
/**
 * 1: several sockets can be bound to one port, and the kernel spreads connections over
 * them.
 */
export const SO_REUSEPORT = 15;
/**
 * Milliseconds after which a blocked recv or accept fails with EAGAIN; 0 means never. The
 * time starts again with each call.
 */
export const SO_RCVTIMEO = 20;
/**
 * Milliseconds after which a blocked send fails with EAGAIN and a blocked connect with
 * EINPROGRESS; 0 means never.
 */
export const SO_SNDTIMEO = 21;

/**
 * 1: switch Nagle's algorithm off, and send small pieces at once instead of waiting for
 * the peer's acknowledgement.
 */
export const TCP_NODELAY = 1;
/** 1: do not send pieces that do not fill a segment. Linux only. */
export const TCP_CORK = 3;
/** 1: acknowledge at once for now. Linux only. */
export const TCP_QUICKACK = 12;

/**
 * Sets an option (`man 2 setsockopt`).
 * @param value a number: see the option
 * @throws SystemError ENOPROTOOPT (no such option on this level), EINVAL, ENOTSOCK
 */
export function setsockopt(fd: number, level: number, option: number, value: number): void {
  const bytes = encodeValue(level, option, value);
  check(libc().setsockopt(fd, level, option, bytes, bytes.byteLength), 'setsockopt', fd, option);
}

/**
 * Reads an option (`man 2 getsockopt`), in the unit in which it is set.
 * @throws SystemError ENOPROTOOPT, ENOTSOCK
 */
export function getsockopt(fd: number, level: number, option: number): number {
  const bytes = Buffer.alloc(16);
  const length = Uint32Array.of(bytes.length);
  check(libc().getsockopt(fd, level, option, bytes, length), 'getsockopt', fd, option);
  if (isTimeout(level, option)) {
    return Number(bytes.readBigInt64LE(0)) * 1000 + Number(bytes.readBigInt64LE(8)) / 1000;
  }
  if (isLinger(level, option)) return bytes.readInt32LE(0) === 0 ? -1 : bytes.readInt32LE(4);
  return bytes.readInt32LE(0);
}

/**
 * An int, or a struct timeval { seconds, microseconds }, or a struct linger { on, seconds
 * }.
 */
function encodeValue(level: number, option: number, value: number): ArrayBufferView {
  if (isTimeout(level, option)) {
    if (!(value >= 0)) throw new RangeError(`a timeout in ms must not be negative, got ${value}`);
    // Rounded up, because a timeout of 0 would wait forever.
    const microseconds = BigInt(Math.ceil(value * 1000));
    return BigInt64Array.of(microseconds / 1_000_000n, microseconds % 1_000_000n);
  }
  if (isLinger(level, option)) return Int32Array.of(value < 0 ? 0 : 1, Math.max(value, 0));
  return Int32Array.of(value);
}

function isTimeout(level: number, option: number): boolean {
  return level === SOL_SOCKET && (option === SO_RCVTIMEO || option === SO_SNDTIMEO);
}

function isLinger(level: number, option: number): boolean {
  return level === SOL_SOCKET && option === SO_LINGER;
}
