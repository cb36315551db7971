// The life of a TCP socket, in section 2 of the manual: socket, bind, listen, accept,
// connect, getsockname, getpeername, shutdown, close. recv and send are in send-recv.ts,
// and the options in socket-options.ts.

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
 * Linux only: add it to the socket's type by |, or pass it to accept4. The new descriptor
 * does not block.
 */
export const SOCK_NONBLOCK = 0o4000;
/** Linux only: exec closes the new descriptor. */
export const SOCK_CLOEXEC = 0o2000000;

/** The largest backlog that Linux allows by default (/proc/sys/net/core/somaxconn). */
export const SOMAXCONN = 4096;

export const SHUT_RD = 0;
export const SHUT_WR = 1;
export const SHUT_RDWR = 2;

/**
 * Creates a socket (`man 2 socket`).
 * @returns its descriptor
 * @throws SystemError EMFILE (this process has no descriptor left), ENFILE (the system),
 *   EAFNOSUPPORT (AF_INET6 where IPv6 is switched off), EINVAL
 */
export function socket(domain = AF_INET, type = SOCK_STREAM, protocol = 0): number {
  return check(libc().socket(domain, type, protocol), 'socket', domain, type, protocol);
}

/**
 * Gives a socket its own address (`man 2 bind`). Port 0 chooses a free one.
 * @throws SystemError EADDRINUSE, EACCES (a port below 1024), EADDRNOTAVAIL (not an
 *   address of this machine)
 */
export function bind(fd: number, name: SocketAddress): void {
  const bytes = encodeSocketAddress(name);
  check(libc().bind(fd, bytes, bytes.length), 'bind', fd, formatSocketAddress(name));
}

/**
 * Lets clients connect (`man 2 listen`). From now on the kernel completes connections by
 * itself and keeps up to `backlog` of them until they are accepted. That is why a client
 * can connect to a busy server.
 * @throws SystemError EADDRINUSE, ENOTSOCK
 */
export function listen(fd: number, backlog = SOMAXCONN): void {
  check(libc().listen(fd, backlog), 'listen', fd);
}

/** A connection that was accepted. */
export interface Accepted {
  /** Its descriptor. The caller closes it. */
  readonly fd: number;
  /** The other end. */
  readonly peer: SocketAddress;
}

// The kernel writes the peer's address here. All calls share one buffer, because it is
// read before anything else can run.
const address = Buffer.alloc(SOCKADDR_BYTES);
const addressBytes = new Uint32Array(1);

/** The size of `address`, set again for each call because the kernel overwrites it. */
function addressSize(): Uint32Array {
  addressBytes[0] = SOCKADDR_BYTES;
  return addressBytes;
}

/**
 * Takes the next connection from the backlog; blocks until there is one (`man 2 accept`).
 * @throws SystemError EINTR (a signal came first), EAGAIN (non-blocking, or SO_RCVTIMEO
 *   has passed), EINVAL (no longer listening: shutdown of a listening socket ends every
 *   blocked accept), EMFILE and ENFILE (no descriptor left: the connection stays in the
 *   backlog), ECONNABORTED
 */
export function accept(fd: number): Accepted {
  const accepted = check(libc().accept(fd, address, addressSize()), 'accept', fd);
  return { fd: accepted, peer: decodeSocketAddress(address) };
}

/**
 * Like `accept`, and sets SOCK_NONBLOCK or SOCK_CLOEXEC on the new descriptor in the same
 * call (`man 2 accept4`). Linux only.
 */
export function accept4(fd: number, flags: number): Accepted {
  const accepted = check(libc().accept4(fd, address, addressSize(), flags), 'accept4', fd);
  return { fd: accepted, peer: decodeSocketAddress(address) };
}

/** `accept` without an exception for EAGAIN and EINTR: they are returned by name. */
export function tryAccept(fd: number): Accepted | NotNow {
  const accepted = libc().accept(fd, address, addressSize());
  if (accepted < 0) return notNow('accept', fd);
  return { fd: accepted, peer: decodeSocketAddress(address) };
}

/**
 * `accept4` without an exception for EAGAIN and EINTR: they are returned by name. Linux
 * only.
 */
export function tryAccept4(fd: number, flags: number): Accepted | NotNow {
  const accepted = libc().accept4(fd, address, addressSize(), flags);
  if (accepted < 0) return notNow('accept4', fd);
  return { fd: accepted, peer: decodeSocketAddress(address) };
}

/**
 * Connects to a listening socket (`man 2 connect`).
 * @throws SystemError ECONNREFUSED (no process listens there), ETIMEDOUT, EINPROGRESS
 *   (non-blocking: wait until it is writable, then read SO_ERROR), EINTR (connecting goes
 *   on in the background, as with EINPROGRESS)
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
  check(libc().getsockname(fd, address, addressSize()), 'getsockname', fd);
  return decodeSocketAddress(address);
}

/** The address of the other end (`man 2 getpeername`). @throws SystemError ENOTCONN */
export function getpeername(fd: number): SocketAddress {
  check(libc().getpeername(fd, address, addressSize()), 'getpeername', fd);
  return decodeSocketAddress(address);
}

/**
 * Ends one direction or both of a connection, for every process that holds it (`man 2
 * shutdown`). The descriptor stays open. On a listening socket SHUT_RDWR ends every
 * blocked accept with EINVAL; this is Linux only.
 * @param how SHUT_RD, SHUT_WR (the other end sees the end of the stream) or SHUT_RDWR
 * @throws SystemError ENOTCONN, EBADF
 */
export function shutdown(fd: number, how: number): void {
  check(libc().shutdown(fd, how), 'shutdown', fd, how);
}

/**
 * Closes a descriptor (`man 2 close`). The kernel closes the connection when its last
 * descriptor in any process is closed. Never call it again after a failure, not even
 * after EINTR: on Linux the number is already free, and may already mean something else.
 * @throws SystemError EBADF
 */
export function close(fd: number): void {
  check(libc().close(fd), 'close', fd);
}
