// The two older ways to wait for several descriptors at once: `man 2 poll`, `man 2
// select`. The newer one is in epoll.ts. Both take all descriptors in each call and check
// each of them, so idle ones cost time too.

import { check } from './errno';
import { libc } from './libc';

/** There is something to read, or the end of the stream, or a connection to accept. */
export const POLLIN = 0x1;
/** There is room to write. */
export const POLLOUT = 0x4;
/** Only reported: an error is pending on the descriptor (SO_ERROR says which). */
export const POLLERR = 0x8;
/**
 * Only reported: both directions of the connection, or the other end of a pipe, are
 * closed.
 */
export const POLLHUP = 0x10;
/** Only reported: the descriptor is not open. */
export const POLLNVAL = 0x20;
/** The peer has shut down its sending side. Linux only. */
export const POLLRDHUP = 0x2000;

/** One descriptor to watch. */
export interface PollEntry {
  readonly fd: number;
  /** What to wait for: POLLIN, POLLOUT, added by |. */
  readonly events: number;
  /** What is ready; written by poll. */
  revents?: number;
}

// struct pollfd: int fd, short events, short revents.
const POLLFD_BYTES = 8;

/**
 * Waits until one of the descriptors is ready (`man 2 poll`), and writes to each entry's
 * `revents`.
 * @param timeoutMs whole milliseconds; 0 does not wait, -1 waits forever
 * @returns how many entries are ready; 0 if it timed out
 * @throws SystemError EINTR, EINVAL (more entries than descriptors allowed)
 */
export function poll(entries: readonly PollEntry[], timeoutMs: number): number {
  const table = Buffer.alloc(entries.length * POLLFD_BYTES);
  entries.forEach(({ fd, events }, i) => {
    table.writeInt32LE(fd, i * POLLFD_BYTES);
    table.writeUInt16LE(events, i * POLLFD_BYTES + 4);
  });
  const ready = check(libc().poll(table, entries.length, timeoutMs), 'poll');
  entries.forEach((entry, i) => (entry.revents = table.readUInt16LE(i * POLLFD_BYTES + 6)));
  return ready;
}

/** Descriptors for `select`: those to watch, or those that are ready. */
export interface SelectSets {
  /** For something to read, the end of the stream, or a connection to accept. */
  readonly read?: readonly number[];
  /** For room to write. */
  readonly write?: readonly number[];
  /** For out-of-band data. */
  readonly except?: readonly number[];
}

/**
 * Descriptors from this number on have no bit in a set. In C, using one anyway overwrites
 * other memory.
 */
export const FD_SETSIZE = 1024;

/**
 * Waits until one of the descriptors is ready (`man 2 select`).
 * @param timeoutMs milliseconds; 0 does not wait, undefined waits forever
 * @returns those that are ready, in the order in which they were given; all empty if it
 *   timed out
 * @throws SystemError EINTR, EBADF; RangeError for a descriptor above 1,023
 */
export function select(sets: SelectSets, timeoutMs?: number): Required<SelectSets> {
  const { read = [], write = [], except = [] } = sets;
  const tables = [encodeFdSet(read), encodeFdSet(write), encodeFdSet(except)] as const;
  const highest = Math.max(-1, ...read, ...write, ...except);
  check(libc().select(highest + 1, ...tables, encodeTimeval(timeoutMs)), 'select');
  return {
    read: read.filter((fd) => isInSet(tables[0], fd)),
    write: write.filter((fd) => isInSet(tables[1], fd)),
    except: except.filter((fd) => isInSet(tables[2], fd)),
  };
}

/** fd_set: 1,024 bits, one for each descriptor. */
function encodeFdSet(fds: readonly number[]): Buffer {
  const set = Buffer.alloc(FD_SETSIZE / 8);
  for (const fd of fds) {
    if (fd < 0 || fd >= FD_SETSIZE) {
      throw new RangeError(`select takes descriptors from 0 to ${FD_SETSIZE - 1}, got ${fd}`);
    }
    set[fd >> 3]! |= 1 << (fd & 7);
  }
  return set;
}

function isInSet(set: Buffer, fd: number): boolean {
  return ((set[fd >> 3]! >> (fd & 7)) & 1) === 1;
}

/** struct timeval { seconds, microseconds }, or NULL for no timeout. */
function encodeTimeval(timeoutMs: number | undefined): BigInt64Array | null {
  if (timeoutMs === undefined) return null;
  if (!(timeoutMs >= 0)) throw new RangeError(`timeoutMs must not be negative, got ${timeoutMs}`);
  const microseconds = BigInt(Math.ceil(timeoutMs * 1000));
  return BigInt64Array.of(microseconds / 1_000_000n, microseconds % 1_000_000n);
}
