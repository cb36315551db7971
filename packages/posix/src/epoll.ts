// Waits for many descriptors at once: `man 7 epoll`. Linux only; chapter 12 drives a
// server with it. The kernel keeps the list of watched descriptors and returns only those
// that are ready, so idle connections cost nothing.

import { check, notNow } from './errno';
import { libc } from './libc';

/** There is something to read, or the end of the stream, or a connection to accept. */
export const EPOLLIN = 0x1;
/** There is room to write. */
export const EPOLLOUT = 0x4;
/** Always reported: an error is pending on the descriptor. */
export const EPOLLERR = 0x8;
/** Always reported: both directions of the connection are closed. */
export const EPOLLHUP = 0x10;
/** The peer has shut down its sending side. */
export const EPOLLRDHUP = 0x2000;
/**
 * If several processes watch one socket, wake at least one of them instead of all. Only
 * with EPOLL_CTL_ADD.
 */
export const EPOLLEXCLUSIVE = 0x10000000;
/** Report once, and then not again until EPOLL_CTL_MOD. */
export const EPOLLONESHOT = 0x40000000;
/**
 * Edge-triggered: report a change once, instead of the state in each wait. So read until
 * EAGAIN; bytes that you leave are not reported again.
 */
export const EPOLLET = 0x80000000;

export const EPOLL_CTL_ADD = 1;
export const EPOLL_CTL_DEL = 2;
export const EPOLL_CTL_MOD = 3;

/** The new descriptor is closed by exec. */
export const EPOLL_CLOEXEC = 0o2000000;

// struct epoll_event: 32 bits of events, 64 bits of data, in which we keep the
// descriptor. On x64 the two are packed into 12 bytes, elsewhere aligned to 16. Counted
// in 32-bit words:
const EVENT_WORDS = process.arch === 'x64' ? 3 : 4;
const FD_WORD = process.arch === 'x64' ? 1 : 2;

/**
 * Creates an epoll instance (`man 2 epoll_create1`).
 * @returns its descriptor; close it like any other
 * @throws SystemError EMFILE
 */
export function epoll_create1(flags = 0): number {
  return check(libc().epoll_create1(flags), 'epoll_create1');
}

const request = new Int32Array(EVENT_WORDS);

/**
 * Starts watching a descriptor, changes the events to watch for, or stops watching it
 * (`man 2 epoll_ctl`). Closing the last descriptor of a socket stops it as well; as long
 * as a forked child has a copy, the socket stays watched.
 * @param operation EPOLL_CTL_ADD, EPOLL_CTL_MOD or EPOLL_CTL_DEL
 * @param events EPOLLIN, EPOLLOUT …, added by |
 * @throws SystemError EEXIST (added twice), ENOENT (not watched), EPERM (a plain file
 *   cannot be watched), EBADF
 */
export function epoll_ctl(epfd: number, operation: number, fd: number, events = 0): void {
  request[0] = events;
  request[FD_WORD] = fd;
  check(libc().epoll_ctl(epfd, operation, fd, request), 'epoll_ctl', epfd, operation, fd);
}

// #region events
/**
 * The array that `epoll_wait` fills. Allocate it once and use it for each wait; reading
 * it creates no objects.
 */
export class EpollEvents {
  /** The most events that one wait returns; the next wait returns the others. */
  readonly capacity: number;
  /** The bytes that the kernel fills. */
  readonly words: Int32Array;

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`capacity must be a positive integer, got ${capacity}`);
    }
    this.capacity = capacity;
    this.words = new Int32Array(capacity * EVENT_WORDS);
  }

  /** The descriptor of the i-th event of the last wait. */
  fd(i: number): number {
    return this.words[i * EVENT_WORDS + FD_WORD]!;
  }

  /** What the i-th event says: EPOLLIN, EPOLLOUT … */
  mask(i: number): number {
    return this.words[i * EVENT_WORDS]!;
  }
}
// #endregion events

/**
 * Waits until something is ready (`man 2 epoll_wait`).
 * @param timeoutMs whole milliseconds; 0 does not wait, -1 waits forever
 * @returns how many events it put into `events`; 0 if it timed out
 * @throws SystemError EINTR, EBADF
 */
export function epoll_wait(epfd: number, events: EpollEvents, timeoutMs: number): number {
  const { words, capacity } = events;
  return check(libc().epoll_wait(epfd, words, capacity, timeoutMs), 'epoll_wait', epfd);
}

/** `epoll_wait` without an exception for EINTR: it is returned by name. */
export function tryEpollWait(
  epfd: number,
  events: EpollEvents,
  timeoutMs: number,
): number | 'EINTR' {
  const count = libc().epoll_wait(epfd, events.words, events.capacity, timeoutMs);
  return count < 0 ? (notNow('epoll_wait', epfd) as 'EINTR') : count;
}
