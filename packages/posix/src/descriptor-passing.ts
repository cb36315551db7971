// Passes an open descriptor to another process: `man 2` socketpair, sendmsg, recvmsg and
// `man 7 unix`, SCM_RIGHTS. The kernel creates a new descriptor in the receiver for the
// same open file or socket. Its number differs, and the sender keeps its own. Chapter 14
// builds a server on this.
//
//     struct msghdr                     control message (one cmsghdr)
//     ├ iov ──────► the bytes           0            8        12          16
//     └ control ──────────────────────► │ its length │ level  │ type      │ fd │ fd │ …
//                                       │            │ SOCKET │ SCM_RIGHTS│

import { constants } from 'node:os';
import { check, notNow, SystemError } from './errno';
import type { NotNow } from './errno';
import { libc } from './libc';
import { close } from './socket';
import { AF_UNIX } from './socket-address';
import { SOL_SOCKET } from './socket-options';

/** Descriptors that one message can carry. */
export const SCM_MAX_FD = 253;

/** recvmsg sets FD_CLOEXEC on what it receives. Linux only. */
export const MSG_CMSG_CLOEXEC = 0x40000000;
/** Set by recvmsg if the buffer was too small for all descriptors; the rest are lost. */
const MSG_CTRUNC = 0x8;
const SCM_RIGHTS = 1;

/**
 * Creates two sockets that are connected to each other (`man 2 socketpair`). Call it
 * before a fork; afterwards each side keeps one.
 * @param type SOCK_STREAM, with SOCK_NONBLOCK or SOCK_CLOEXEC (Linux only) added by |
 * @throws SystemError EMFILE
 */
export function socketpair(domain = AF_UNIX, type = 1, protocol = 0): [number, number] {
  const fds = new Int32Array(2);
  check(libc().socketpair(domain, type, protocol, fds), 'socketpair', domain, type, protocol);
  return [fds[0]!, fds[1]!];
}

// #region layout
// C finds the parts of a message by their addresses, so during the call they must not be
// moved or collected. All calls share one set, because each call ends before the next one
// begins. Sizes and offsets are those of 64-bit Linux.
const CMSG_HEADER_BYTES = 16;
const header = Buffer.alloc(56); // struct msghdr
const iovec = Buffer.alloc(16); // struct iovec: the address and the length of the bytes
// struct cmsghdr and its descriptors
const control = Buffer.alloc(CMSG_HEADER_BYTES + 4 * SCM_MAX_FD + 4);
// keeps the caller's bytes alive: the garbage collector does not see an address in C
const inUse: { bytes?: Uint8Array } = {};

const IOV = 16;
const IOV_COUNT = 24;
const CONTROL = 32;
const CONTROL_BYTES = 40;
const FLAGS = 48;

/**
 * Fills in the header.
 * @param controlBytes the size of the control message, to send or to receive
 */
function prepare(bytes: Uint8Array, controlBytes: number): Buffer {
  const { addressOf } = libc();
  inUse.bytes = bytes;
  iovec.writeBigUInt64LE(addressOf(bytes), 0);
  iovec.writeBigUInt64LE(BigInt(bytes.length), 8);
  header.writeBigUInt64LE(addressOf(iovec), IOV);
  header.writeBigUInt64LE(1n, IOV_COUNT);
  header.writeBigUInt64LE(controlBytes === 0 ? 0n : addressOf(control), CONTROL);
  header.writeBigUInt64LE(BigInt(controlBytes), CONTROL_BYTES);
  header.writeInt32LE(0, FLAGS);
  return header;
}

/**
 * Writes the descriptors as a control message.
 * @returns its size with padding to 8 bytes; 0 for none
 */
function writeControl(descriptors: readonly number[]): number {
  if (descriptors.length === 0) return 0;
  const bytes = CMSG_HEADER_BYTES + 4 * descriptors.length;
  control.writeBigUInt64LE(BigInt(bytes), 0);
  control.writeInt32LE(SOL_SOCKET, 8);
  control.writeInt32LE(SCM_RIGHTS, 12);
  descriptors.forEach((fd, i) => control.writeInt32LE(fd, CMSG_HEADER_BYTES + 4 * i));
  return roundUpTo8(bytes);
}

/**
 * Reads the descriptors from the control message, if the kernel wrote one.
 */
function readControl(): number[] {
  const filled = Number(header.readBigUInt64LE(CONTROL_BYTES));
  if (filled < CMSG_HEADER_BYTES) return [];
  const bytes = Number(control.readBigUInt64LE(0));
  const descriptors: number[] = [];
  for (let at = CMSG_HEADER_BYTES; at < bytes; at += 4) descriptors.push(control.readInt32LE(at));
  return descriptors;
}

function roundUpTo8(bytes: number): number {
  return (bytes + 7) & ~7;
}
// #endregion layout

/**
 * Sends bytes together with descriptors (`man 2 sendmsg`). At least one byte is needed,
 * because descriptors travel with bytes. The descriptors stay open in this process: close
 * them when you no longer need them.
 * @returns the number of bytes taken; the descriptors go with the first of them
 * @throws SystemError EAGAIN, EINTR, EPIPE, EBADF, ETOOMANYREFS (too many descriptors on
 *   their way); RangeError
 */
export function sendmsg(
  fd: number,
  bytes: Uint8Array,
  descriptors: readonly number[] = [],
  flags = 0,
): number {
  const message = prepareToSend(bytes, descriptors);
  return check(libc().sendmsg(fd, message, flags), 'sendmsg', fd);
}

/**
 * `sendmsg` without an exception for EAGAIN and EINTR: they are returned by name, and
 * nothing was sent.
 */
export function trySendmsg(
  fd: number,
  bytes: Uint8Array,
  descriptors: readonly number[] = [],
  flags = 0,
): number | NotNow {
  const message = prepareToSend(bytes, descriptors);
  const count = libc().sendmsg(fd, message, flags);
  return count < 0 ? notNow('sendmsg', fd) : count;
}

function prepareToSend(bytes: Uint8Array, descriptors: readonly number[]): Buffer {
  if (bytes.length === 0) throw new RangeError('descriptors travel with bytes: send at least one');
  checkCount(descriptors.length, 'descriptors in one message');
  return prepare(bytes, writeControl(descriptors));
}

/** The result of recvmsg. */
export interface Received {
  /** The number of bytes put into the buffer; 0 is the end of the stream. */
  readonly count: number;
  /** New descriptors of this process. The caller closes them. */
  readonly descriptors: number[];
}

/**
 * Receives bytes and the descriptors that came with them (`man 2 recvmsg`). On a stream,
 * bytes of several messages may be joined; a read ends after the bytes of a message that
 * carried descriptors, so these are never joined with another's.
 * @param maxDescriptors how many to expect at most; if more come, this closes those that
 *   fitted, and throws
 * @param flags MSG_CMSG_CLOEXEC by default
 * @throws SystemError EAGAIN, EINTR, ECONNRESET, EBADF; EMFILE if this process has no
 *   descriptor left: then the descriptors are lost and the bytes are consumed; Error if
 *   there were more descriptors than expected
 */
export function recvmsg(
  fd: number,
  buffer: Uint8Array,
  maxDescriptors = 1,
  flags = MSG_CMSG_CLOEXEC,
): Received {
  const message = prepareToReceive(buffer, maxDescriptors);
  return received(check(libc().recvmsg(fd, message, flags), 'recvmsg', fd), maxDescriptors);
}

/** `recvmsg` without an exception for EAGAIN and EINTR: they are returned by name. */
export function tryRecvmsg(
  fd: number,
  buffer: Uint8Array,
  maxDescriptors = 1,
  flags = MSG_CMSG_CLOEXEC,
): Received | NotNow {
  const message = prepareToReceive(buffer, maxDescriptors);
  const count = libc().recvmsg(fd, message, flags);
  return count < 0 ? notNow('recvmsg', fd) : received(count, maxDescriptors);
}

function prepareToReceive(buffer: Uint8Array, maxDescriptors: number): Buffer {
  checkCount(maxDescriptors, 'maxDescriptors');
  return prepare(buffer, maxDescriptors === 0 ? 0 : CMSG_HEADER_BYTES + 4 * maxDescriptors);
}

function received(count: number, maxDescriptors: number): Received {
  const descriptors = readControl();
  if ((header.readInt32LE(FLAGS) & MSG_CTRUNC) !== 0) {
    descriptors.forEach(close);
    // The kernel had a descriptor to deliver, but found no free number in this process.
    if (descriptors.length === 0 && maxDescriptors > 0) {
      throw new SystemError('recvmsg', constants.errno.EMFILE, ['a descriptor was lost']);
    }
    throw new Error(`expected at most ${maxDescriptors} descriptors in one message, got more`);
  }
  return { count, descriptors };
}

function checkCount(count: number, what: string): void {
  if (Number.isInteger(count) && count >= 0 && count <= SCM_MAX_FD) return;
  throw new RangeError(`${what}: expected 0 to ${SCM_MAX_FD}, got ${count}`);
}

const oneByte = Buffer.alloc(1);

/**
 * Passes one descriptor with one byte: the smallest message that can carry it.
 * @throws as `sendmsg`
 */
export function sendDescriptor(channel: number, descriptor: number): void {
  sendmsg(channel, oneByte, [descriptor]);
}

/**
 * Receives the next descriptor that `sendDescriptor` passed.
 * @returns undefined at the end of the stream, when the sender has closed its end
 * @throws as `recvmsg`; Error if a byte came without a descriptor
 */
export function recvDescriptor(channel: number): number | undefined {
  const { count, descriptors } = recvmsg(channel, oneByte);
  if (count === 0) return undefined;
  const [descriptor] = descriptors;
  if (descriptor === undefined) throw new Error(`a byte without a descriptor on ${channel}`);
  return descriptor;
}
