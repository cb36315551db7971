// Receives and sends bytes: `man 2 recv`, `man 2 send`. Each call exists twice: `recv`
// throws every error, and `tryRecv` returns EAGAIN and EINTR by name, because a server
// gets them all the time, and an exception costs more than the call. A send and a recv
// together take about 2 µs.

import { lastError, notNow } from './errno';
import type { NotNow } from './errno';
import { libc } from './libc';

/** Return the bytes and leave them in the socket. */
export const MSG_PEEK = 0x2;
/** Do not block in this call, even if the descriptor does. */
export const MSG_DONTWAIT = 0x40;
/**
 * Wait until the buffer is full, unless a signal, an error or the end of the stream comes
 * first.
 */
export const MSG_WAITALL = 0x100;
/**
 * Linux: fail with EPIPE without sending the signal SIGPIPE. Node ignores SIGPIPE anyway,
 * and so do its forked children.
 */
export const MSG_NOSIGNAL = 0x4000;

/**
 * Reads the bytes that have arrived, at least one and at most a buffer full; blocks while
 * there are none (`man 2 recv`).
 * @returns the number of bytes; 0 is the end of the stream (or the buffer was empty)
 * @throws SystemError EAGAIN (non-blocking, or SO_RCVTIMEO has passed), EINTR,
 *   ECONNRESET, ENOTCONN, EBADF
 */
export function recv(fd: number, buffer: Uint8Array, flags = 0): number {
  const count = libc().recv(fd, buffer, buffer.length, flags);
  if (count < 0) throw lastError('recv', fd);
  return count;
}

/**
 * Copies bytes into the send buffer; blocks while it is full (`man 2 send`). When it
 * returns, they may not have left the machine yet, and the peer may not have them.
 * @returns the number of bytes taken, which may be fewer than given
 * @throws SystemError EAGAIN (non-blocking, or SO_SNDTIMEO has passed), EINTR, EPIPE (the
 *   connection is closed, or this end was shut down), ECONNRESET, ENOTCONN, EBADF
 */
export function send(fd: number, bytes: Uint8Array, flags = 0): number {
  const count = libc().send(fd, bytes, bytes.length, flags);
  if (count < 0) throw lastError('send', fd);
  return count;
}

/** `recv` without an exception for EAGAIN and EINTR: they are returned by name. */
export function tryRecv(fd: number, buffer: Uint8Array, flags = 0): number | NotNow {
  const count = libc().recv(fd, buffer, buffer.length, flags);
  return count < 0 ? notNow('recv', fd) : count;
}

/** `send` without an exception for EAGAIN and EINTR: they are returned by name. */
export function trySend(fd: number, bytes: Uint8Array, flags = 0): number | NotNow {
  const count = libc().send(fd, bytes, bytes.length, flags);
  return count < 0 ? notNow('send', fd) : count;
}
