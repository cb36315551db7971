// The life of a TCP socket: made, named, listening, accepted or connected, shut down,
// closed. Section 2 of the manual: socket, bind, listen, accept, connect, getsockname,
// getpeername, shutdown, close. Bytes go through it with recv and send (send-recv.ts);
// what can be set on it is in socket-options.ts.

import { check, notNow } from './errno';
import type { NotNow } from './errno';
import { libc } from './libc';
import {
  AF_INET,
  decodeSocketAddress,
  encodeSocketAddress,
  formatSocketAddress,
  SOCKADDR_BYTES,
} from './socket-address';
import type { SocketAddress } from './socket-address';

export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
/**
 * Linux only: or it to the type of socket, or pass it to accept4, and the new descriptor
 * does not block.
 */
export const SOCK_NONBLOCK = 0o4000;
/** Linux only: the new descriptor is closed by exec. */
export const SOCK_CLOEXEC = 0o2000000;

/** The largest backlog that `listen` takes by default (/proc/sys/net/core/somaxconn). */
export const SOMAXCONN = 4096;

export const SHUT_RD = 0;
export const SHUT_WR = 1;
export const SHUT_RDWR = 2;

/**
 * A new socket (`man 2 socket`).
 * @returns its descriptor
 * @throws SystemError EMFILE (this process has no descriptor left), ENFILE (the system),
 *   EAFNOSUPPORT (AF_INET6 where IPv6 is switched off), EINVAL
 */
export function socket(domain = AF_INET, type = SOCK_STREAM, protocol = 0): number {
  return check(libc().socket(domain, type, protocol), 'socket', domain, type, protocol);
}

/**
 * Gives a socket its own address (`man 2 bind`). Port 0 takes a free one.
 * @throws SystemError EADDRINUSE, EACCES (a port below 1024), EADDRNOTAVAIL (not an
 *   address of this machine)
 */
export function bind(fd: number, name: SocketAddress): void {
  const bytes = encodeSocketAddress(name);
  check(libc().bind(fd, bytes, bytes.length), 'bind', fd, formatSocketAddress(name));
}

/**
 * Lets clients connect (`man 2 listen`). From now on the kernel completes connections by
 * itself and keeps up to `backlog` of them until they are accepted: that is why
 * connecting to a busy server succeeds.
 * @throws SystemError EADDRINUSE, ENOTSOCK
 */
export function listen(fd: number, backlog = SOMAXCONN): void {
  check(libc().listen(fd, backlog), 'listen', fd);
}

/** A connection that was accepted. */
export interface Accepted {
  /** Its descriptor: the caller's to close. */
  readonly fd: number;
  /** The other end. */
  readonly peer: SocketAddress;
}

// The kernel writes the peer's address here. One for all calls: it is read before
// anything else can run.
const address = Buffer.alloc(SOCKADDR_BYTES);
const addressBytes = new Uint32Array(1);

/**
 * The room for an address, which each call tells the kernel and the kernel overwrites.
 */
function roomForAddress(): Uint32Array {
  addressBytes[0] = SOCKADDR_BYTES;
  return addressBytes;
}

/**
 * Takes the next connection from the backlog; blocks until there is one (`man 2 accept`).
 * @throws SystemError EINTR (a signal came first), EAGAIN (non-blocking, or SO_RCVTIMEO
 *   has passed), EINVAL (not listening any more: shutdown of a listening socket ends
 *   every accept that waits), EMFILE and ENFILE (no descriptor left: the connection stays
 *   in the backlog), ECONNABORTED
 */
export function accept(fd: number): Accepted {
  const accepted = check(libc().accept(fd, address, roomForAddress()), 'accept', fd);
  return { fd: accepted, peer: decodeSocketAddress(address) };
}

/**
 * `accept` that sets SOCK_NONBLOCK or SOCK_CLOEXEC on the new descriptor in the same call
 * (`man 2 accept4`). Linux only.
 */
export function accept4(fd: number, flags: number): Accepted {
  const accepted = check(libc().accept4(fd, address, roomForAddress(), flags), 'accept4', fd);
  return { fd: accepted, peer: decodeSocketAddress(address) };
}

/** `accept` without an exception for EAGAIN and EINTR: they are returned by name. */
export function tryAccept(fd: number): Accepted | NotNow {
  const accepted = libc().accept(fd, address, roomForAddress());
  if (accepted < 0) return notNow('accept', fd);
  return { fd: accepted, peer: decodeSocketAddress(address) };
}

/**
 * `accept4` without an exception for EAGAIN and EINTR: they are returned by name. Linux
 * only.
 */
export function tryAccept4(fd: number, flags: number): Accepted | NotNow {
  const accepted = libc().accept4(fd, address, roomForAddress(), flags);
  if (accepted < 0) return notNow('accept4', fd);
  return { fd: accepted, peer: decodeSocketAddress(address) };
}

/**
 * Connects to a listening socket (`man 2 connect`).
 * @throws SystemError ECONNREFUSED (nobody listens), ETIMEDOUT, EINPROGRESS
 *   (non-blocking: wait until it is writable, then read SO_ERROR), EINTR (the connection
 *   goes on being made, as with EINPROGRESS)
 */
export function connect(fd: number, peer: SocketAddress): void {
  const bytes = encodeSocketAddress(peer);
  check(libc().connect(fd, bytes, bytes.length), 'connect', fd, formatSocketAddress(peer));
}

/**
 * The socket's own address, for instance the port that `bind` chose (`man 2
 * getsockname`).
 */
export function getsockname(fd: number): SocketAddress {
  check(libc().getsockname(fd, address, roomForAddress()), 'getsockname', fd);
  return decodeSocketAddress(address);
}

/** The address of the other end (`man 2 getpeername`). @throws SystemError ENOTCONN */
export function getpeername(fd: number): SocketAddress {
  check(libc().getpeername(fd, address, roomForAddress()), 'getpeername', fd);
  return decodeSocketAddress(address);
}

/**
 * Ends one direction or both of a connection, for every process that holds it (`man 2
 * shutdown`). The descriptor stays open. On a listening socket SHUT_RDWR ends every
 * accept that waits, with EINVAL; this is Linux only.
 * @param how SHUT_RD, SHUT_WR (the other end reads end of stream) or SHUT_RDWR
 * @throws SystemError ENOTCONN, EBADF
 */
export function shutdown(fd: number, how: number): void {
  check(libc().shutdown(fd, how), 'shutdown', fd, how);
}

/**
 * Gives a descriptor back (`man 2 close`). The kernel closes the connection when the last
 * descriptor for it is closed, in whatever process. Never call it again after a failure,
 * EINTR included: on Linux the number is free already, and may have been given to
 * somebody else.
 * @throws SystemError EBADF
 */
export function close(fd: number): void {
  check(libc().close(fd), 'close', fd);
}
