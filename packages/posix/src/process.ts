// Processes: `man 2` fork, waitpid, kill, _exit, getpid, getppid, getpgid, setpgid,
// prctl. `fork` explains what it needs in Node, and why. child.ts has what a forked child
// needs.

import { isMainThread } from 'node:worker_threads';
import { check } from './errno';
import { hasForkFlags } from './fork-flags';
import { assertAvailable, libc } from './libc';
import { signalName, signalNumber } from './signal';
import type { SignalName } from './signal';

const MADV_DOFORK = 11;
/**
 * The end of a process's address space: 2^47 on x64, 2^48 on arm64, less the page that
 * the kernel keeps free.
 */
const ADDRESS_SPACE_BYTES = process.arch === 'arm64' ? 0xffff_ffff_f000n : 0x7fff_ffff_f000n;

/**
 * Splits the process in two (`man 2 fork`). Returns twice: the child's pid in the parent,
 * and 0 in the child. Both hold the same descriptors, so each closes those that it does
 * not use. A child must call `setUpChild` before anything else, or be forked with
 * `forkChild` (child.ts), and must end with `_exit`.
 *
 * Two things make it work in Node, which does not support it:
 * - V8 marks its heap with MADV_DONTFORK, so that children do not inherit it, and a child
 *   would crash at its first step. The call of madvise removes these marks from the whole
 *   address space; it takes about 60 µs. It returns an error, which is expected: it stops
 *   at one of the kernel's own mappings, behind everything that matters.
 * - Only the calling thread exists in the child, so V8 must not have helper threads to
 *   wait for. Node has to be started with `--single-threaded --v8-pool-size=0`, which
 *   `requireForkFlags` (fork-flags.ts) ensures.
 * Linux only.
 * @throws SystemError EAGAIN (a limit on processes), ENOMEM; Error if Node's flags are
 *   missing, or in a worker thread, which would become the child's only thread
 */
// #region fork
export function fork(): number {
  assertAvailable('fork');
  if (!isMainThread) throw new Error('fork must be called on the main thread');
  if (!hasForkFlags()) {
    throw new Error('fork needs Node to run with its fork flags: call requireForkFlags() first');
  }
  const { madvise, fork } = libc();
  madvise(0n, ADDRESS_SPACE_BYTES, MADV_DOFORK);
  return check(fork(), 'fork');
}
// #endregion fork

/** Return at once if no child has changed state. */
export const WNOHANG = 1;
/** Also report children that were stopped. */
export const WUNTRACED = 2;
/** Also report children that were continued. */
export const WCONTINUED = 8;

/** How a child's state has changed. */
export type ChildState =
  | { readonly pid: number; readonly state: 'exited'; readonly code: number }
  | {
      readonly pid: number;
      readonly state: 'killed';
      /** A signal without a name, such as a real-time signal, is its number. */
      readonly signal: SignalName | number;
      readonly coreDumped: boolean;
    }
  | { readonly pid: number; readonly state: 'stopped'; readonly signal: SignalName | number }
  | { readonly pid: number; readonly state: 'continued' };

/**
 * Waits until a child changes state (`man 2 waitpid`). If the child has ended, this frees
 * its pid; until then it is a zombie. Each call reports one child. Signals are not
 * queued, so one SIGCHLD may stand for many children: repeat the call with WNOHANG.
 * @param pid a child, or -1 for any, 0 for any of this process group
 * @param options WNOHANG, WUNTRACED, WCONTINUED, added by |
 * @returns the child's new state; undefined with WNOHANG if no child has changed
 * @throws SystemError ECHILD (no such child, or it is already reaped), EINTR
 */
export function waitpid(pid: number, options = 0): ChildState | undefined {
  const status = new Int32Array(1);
  const changed = check(libc().waitpid(pid, status, options), 'waitpid', pid);
  return changed === 0 ? undefined : decodeStatus(changed, status[0]!);
}

/**
 * The macros WIFEXITED, WEXITSTATUS, WIFSIGNALED, WTERMSIG, WIFSTOPPED and WIFCONTINUED
 * of `man 2 waitpid`.
 */
export function decodeStatus(pid: number, status: number): ChildState {
  const low = status & 0x7f;
  const high = (status >> 8) & 0xff;
  if (status === 0xffff) return { pid, state: 'continued' };
  if (low === 0x7f) return { pid, state: 'stopped', signal: nameOrNumber(high) };
  if (low === 0) return { pid, state: 'exited', code: high };
  return {
    pid,
    state: 'killed',
    signal: nameOrNumber(low),
    coreDumped: (status & 0x80) !== 0,
  };
}

function nameOrNumber(signal: number): SignalName | number {
  return signalName(signal) ?? signal;
}

/**
 * Sends a signal (`man 2 kill`).
 * @param pid a process; 0 is this process group, -n the group n
 * @param signal a name or a number; 0 sends nothing and only checks whether the process
 *   exists (a zombie does)
 * @throws SystemError ESRCH (no such process), EPERM (not ours), EINVAL (no such signal)
 */
export function kill(pid: number, signal: SignalName | number): void {
  check(libc().kill(pid, signalNumber(signal)), 'kill', pid, signal);
}

/**
 * Ends this process at once (`man 2 _exit`), without exit listeners and without flushing
 * Node's streams. A forked child must end with it, because process.exit would wait for
 * threads that the child does not have.
 * @param status 0 … 255
 */
export function _exit(status: number): never {
  libc()._exit(status);
  throw new Error('_exit returned'); // never happens, but the return type needs it
}

/**
 * This process's id (`man 2 getpid`). Unlike process.pid, it is right after a fork.
 */
export function getpid(): number {
  return libc().getpid();
}

/**
 * The parent's id (`man 2 getppid`). If the parent has ended, that of the process that
 * adopted this one, usually 1.
 */
export function getppid(): number {
  return libc().getppid();
}

/**
 * The process group of a process, 0 for this one (`man 2 getpgid`). ctrl-C goes to a
 * whole group.
 * @throws SystemError ESRCH
 */
export function getpgid(pid = 0): number {
  return check(libc().getpgid(pid), 'getpgid', pid);
}

/**
 * Moves a process to a group; 0, 0 makes this process the leader of a new one (`man 2
 * setpgid`).
 * @throws SystemError ESRCH, EPERM, EACCES
 */
export function setpgid(pid: number, group: number): void {
  check(libc().setpgid(pid, group), 'setpgid', pid, group);
}

/** For `prctl`: the signal that this process gets when its parent ends. */
export const PR_SET_PDEATHSIG = 1;
/**
 * For `prctl`: 1 makes this process adopt its orphaned descendants, instead of pid 1.
 */
export const PR_SET_CHILD_SUBREAPER = 36;

/**
 * Sets a property of this process (`man 2 prctl`). Linux only. For PR_SET_PDEATHSIG, "the
 * parent" is the thread that forked. If the parent ended before this call, no signal
 * comes. So check getppid() afterwards, and exit if it is no longer the parent's pid.
 * @throws SystemError EINVAL
 */
export function prctl(option: number, argument: SignalName | number): void {
  const value = signalNumber(argument);
  check(libc().prctl(option, 'unsigned long', value), 'prctl', option, argument);
}
