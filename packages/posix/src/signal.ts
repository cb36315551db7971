// Signals: what happens on one (`man 2 sigaction`), holding them back (`man 2
// sigprocmask`), and how a process that blocks in system calls can notice one. `man 7
// signal` is the overview.
//
// A JavaScript function cannot be a C signal handler: it would run in the middle of
// whatever V8 is doing. Node's own process.on('SIGTERM') only takes a note and runs the
// function when the event loop turns, and a process that blocks in accept has no turning
// loop. So `interruptOn` installs a C function that does nothing, `abs` of the C library.
// That is enough: the blocked call ends with EINTR, and SA_RESETHAND leaves a mark that
// `wasDelivered` reads.

import { constants } from 'node:os';
import { check } from './errno';
import { libc } from './libc';

/** A signal's name as in `man 7 signal`: SIGTERM. */
export type SignalName = NodeJS.Signals;

const NUMBERS = constants.signals as Readonly<Record<string, number>>;

/** SIGTERM is 15. A number is passed through. */
export function signalNumber(signal: SignalName | number): number {
  if (typeof signal === 'number') return signal;
  const number = NUMBERS[signal];
  if (number === undefined) {
    throw new TypeError(`expected a signal such as SIGTERM, got ${JSON.stringify(signal)}`);
  }
  return number;
}

/** 15 is SIGTERM; a number without a name, such as a real-time signal's, is undefined. */
export function signalName(number: number): SignalName | undefined {
  const found = Object.entries(NUMBERS).find(([, value]) => value === number);
  return found?.[0] as SignalName | undefined;
}

/**
 * Do what the signal does by default: for most, end the process; for SIGCHLD, nothing.
 */
export const SIG_DFL = 0n;
/**
 * Drop the signal. For SIGCHLD also: children are reaped by the kernel, and waitpid finds
 * none (ECHILD).
 */
export const SIG_IGN = 1n;

/**
 * Calls that the signal interrupted go on by themselves. Node sets it for process.on: a
 * blocked call never notices.
 */
export const SA_RESTART = 0x10000000;
/** The action goes back to SIG_DFL when the signal is delivered. */
export const SA_RESETHAND = 0x80000000;

/** What happens on a signal. */
export interface SignalAction {
  /** SIG_DFL, SIG_IGN or the address of a C function. */
  readonly handler: bigint;
  /** SA_RESTART and SA_RESETHAND, added by |. */
  readonly flags: number;
}

// struct sigaction of the C library, 152 bytes on 64-bit Linux: handler, mask (a
// sigset_t), flags, restorer.
const SIGACTION_BYTES = 152;
const HANDLER_OFFSET = 0;
const FLAGS_OFFSET = 136;

/**
 * Sets what happens on a signal, or only asks when no action is given (`man 2
 * sigaction`). It holds for the whole process, all its threads included, and children
 * inherit it; exec keeps SIG_IGN only.
 * @returns the action until now
 * @throws SystemError EINVAL: no such signal, or SIGKILL or SIGSTOP, which nobody can
 *   catch
 */
export function sigaction(signal: SignalName | number, action?: SignalAction): SignalAction {
  const old = Buffer.alloc(SIGACTION_BYTES);
  let wanted: Buffer | null = null;
  if (action) {
    wanted = Buffer.alloc(SIGACTION_BYTES);
    wanted.writeBigUInt64LE(action.handler, HANDLER_OFFSET);
    wanted.writeUInt32LE(action.flags >>> 0, FLAGS_OFFSET);
  }
  check(libc().sigaction(signalNumber(signal), wanted, old), 'sigaction', signal);
  return {
    handler: old.readBigUInt64LE(HANDLER_OFFSET),
    flags: old.readUInt32LE(FLAGS_OFFSET),
  };
}

/**
 * Sets a signal to SIG_DFL or SIG_IGN (`man 2 signal`). Takes it from process.on, if that
 * had it.
 */
export function signal(name: SignalName | number, handler: bigint): void {
  sigaction(name, { handler, flags: 0 });
}

// #region interrupt
/**
 * From now on the signal interrupts the call in which the process blocks, which then
 * fails with EINTR, instead of ending the process. Once: a second one has its default
 * effect again, so a second ctrl-C ends a server that is slow to stop.
 *
 * A signal that comes just before the call, and not in it, interrupts nothing. Whoever
 * blocks should therefore wake now and then (SO_RCVTIMEO, a poll time-out) and look at
 * `wasDelivered`. Linux only in this form: on macOS the layout of struct sigaction
 * differs.
 */
export function interruptOn(signal: SignalName): void {
  // int abs(int): takes the signal's number, touches nothing
  const doNothing = libc().addressOfFunction('abs');
  // without SA_RESTART: the call must fail
  sigaction(signal, { handler: doNothing, flags: SA_RESETHAND });
}

/**
 * From now on each such signal interrupts the call in which the process blocks (EINTR),
 * and does nothing else. For a signal that only wakes a process, which then finds out for
 * itself why.
 */
export function interruptEachTime(signal: SignalName): void {
  sigaction(signal, { handler: libc().addressOfFunction('abs'), flags: 0 });
}

/**
 * From now on the signal's handler is C's `pause`: the process stays in the handler until
 * another signal's handler has run. It shows what the kernel does while a handler runs.
 * Only for a process with one thread, such as a forked child.
 */
export function pauseOn(signal: SignalName): void {
  sigaction(signal, { handler: libc().addressOfFunction('pause'), flags: 0 });
}

/**
 * Whether the signal has come since `interruptOn`: the kernel has then put the action
 * back to SIG_DFL.
 */
export function wasDelivered(signal: SignalName): boolean {
  return sigaction(signal).handler === SIG_DFL;
}
// #endregion interrupt

export const SIG_BLOCK = 0;
export const SIG_UNBLOCK = 1;
export const SIG_SETMASK = 2;

/**
 * Changes which signals are held back (`man 2 sigprocmask`). A signal held back stays
 * pending, once however often it was sent, and is delivered when it is let through. The
 * mask belongs to the calling thread; children and exec inherit it.
 * @param how SIG_BLOCK adds to the mask, SIG_UNBLOCK takes away, SIG_SETMASK replaces
 * @returns the mask until now
 */
export function sigprocmask(how: number, signals: readonly SignalName[]): SignalName[] {
  const old = Buffer.alloc(SIGSET_BYTES);
  check(libc().sigprocmask(how, encodeSignalSet(signals), old), 'sigprocmask', ...signals);
  return decodeSignalSet(old);
}

/** The signals that were sent and are held back by the mask (`man 2 sigpending`). */
export function sigpending(): SignalName[] {
  const set = Buffer.alloc(SIGSET_BYTES);
  check(libc().sigpending(set), 'sigpending');
  return decodeSignalSet(set);
}

// sigset_t: 1,024 bits, of which Linux uses 64; signal n is bit n - 1.
const SIGSET_BYTES = 128;

function encodeSignalSet(signals: readonly SignalName[]): Buffer {
  const set = Buffer.alloc(SIGSET_BYTES);
  for (const signal of signals) {
    const bit = signalNumber(signal) - 1;
    set[bit >> 3]! |= 1 << (bit & 7);
  }
  return set;
}

function decodeSignalSet(set: Buffer): SignalName[] {
  const names: SignalName[] = [];
  for (let number = 1; number <= 64; number++) {
    const bit = number - 1;
    if (((set[bit >> 3]! >> (bit & 7)) & 1) === 0) continue;
    const name = signalName(number);
    if (name !== undefined) names.push(name);
  }
  return names;
}
