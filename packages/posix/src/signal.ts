// Signals: handling them (`man 2 sigaction`), blocking them (`man 2 sigprocmask`), and
// how a process that blocks in system calls can notice one. `man 7 signal` is the
// overview.
//
// A JavaScript function cannot be a C signal handler, because it would run in the middle
// of whatever V8 is doing. Node's own process.on('SIGTERM') only records the signal and
// runs the function in the event loop, and in a process that blocks in accept the loop
// does not run. So `interruptOn` installs a C function that does nothing, `abs` of the C
// library. That is enough: the blocked call fails with EINTR, and SA_RESETHAND makes the
// kernel remove the handler, which `wasDelivered` checks.

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
 * The signal's default effect: most end the process; SIGCHLD does nothing.
 */
export const SIG_DFL = 0n;
/**
 * Ignore the signal. For SIGCHLD this also means that the kernel reaps the children, and
 * waitpid finds none (ECHILD).
 */
export const SIG_IGN = 1n;

/**
 * Restart the calls that the signal interrupted. Node sets this for process.on, so a
 * blocked call does not return.
 */
export const SA_RESTART = 0x10000000;
/** Reset the action to SIG_DFL when the signal is delivered. */
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
 * Sets what happens on a signal, or only returns it if no action is given (`man 2
 * sigaction`). The action applies to all threads of the process, and children inherit it;
 * exec keeps only SIG_IGN.
 * @returns the previous action
 * @throws SystemError EINVAL: no such signal, or SIGKILL or SIGSTOP, which cannot be
 *   caught
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
 * Sets a signal to SIG_DFL or SIG_IGN (`man 2 signal`). This replaces a handler that
 * process.on has installed.
 */
export function signal(name: SignalName | number, handler: bigint): void {
  sigaction(name, { handler, flags: 0 });
}

// #region interrupt
/**
 * From now on the signal does not end the process, but interrupts the call in which it
 * blocks, which then fails with EINTR. This works once: a second signal has its default
 * effect, so a second ctrl-C ends a server that is slow to stop.
 *
 * A signal that arrives just before the call interrupts nothing. So a process that blocks
 * should wake now and then (SO_RCVTIMEO, a poll timeout) and check `wasDelivered`. Linux
 * only, because on macOS the layout of struct sigaction differs.
 */
export function interruptOn(signal: SignalName): void {
  // int abs(int) takes the signal's number and has no side effects
  const doNothing = libc().addressOfFunction('abs');
  // without SA_RESTART: the call must fail
  sigaction(signal, { handler: doNothing, flags: SA_RESETHAND });
}

/**
 * From now on each such signal interrupts the call in which the process blocks (EINTR),
 * and does nothing else. For a signal that only wakes a process, which then checks what
 * there is to do.
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
 * Whether the signal has come since `interruptOn`. If so, the kernel has reset its action
 * to SIG_DFL.
 */
export function wasDelivered(signal: SignalName): boolean {
  return sigaction(signal).handler === SIG_DFL;
}
// #endregion interrupt

export const SIG_BLOCK = 0;
export const SIG_UNBLOCK = 1;
export const SIG_SETMASK = 2;

/**
 * Changes which signals are blocked (`man 2 sigprocmask`). A blocked signal stays
 * pending, once however often it was sent, and is delivered when it is unblocked. The
 * mask belongs to the calling thread; it is inherited by children, and kept by exec.
 * @param how SIG_BLOCK adds to the mask, SIG_UNBLOCK removes, SIG_SETMASK replaces it
 * @returns the previous mask
 */
export function sigprocmask(how: number, signals: readonly SignalName[]): SignalName[] {
  const old = Buffer.alloc(SIGSET_BYTES);
  check(libc().sigprocmask(how, encodeSignalSet(signals), old), 'sigprocmask', ...signals);
  return decodeSignalSet(old);
}

/** The signals that are pending because they are blocked (`man 2 sigpending`). */
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
