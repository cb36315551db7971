// Threads as the kernel sees them: `man 3` pthread_self, pthread_kill; `man 7 pthreads`.
// Node starts the threads (node:worker_threads). A message does not reach a thread that
// blocks in a system call, but a signal to this one thread interrupts the call.

import { SystemError } from './errno';
import { libc } from './libc';
import { signalNumber } from './signal';
import type { SignalName } from './signal';

/**
 * The calling thread's id, for `pthread_kill` in another thread (`man 3 pthread_self`).
 */
export function pthread_self(): number {
  return libc().pthread_self();
}

/**
 * Sends a signal to one thread of this process (`man 3 pthread_kill`). The signal's
 * handler is set for the whole process (`interruptEachTime`), but the signal interrupts a
 * call of that thread only.
 * @param thread what `pthread_self` returned in that thread. It is valid until the thread
 *   has been joined: for a Worker, until its 'exit' event has been handled. Afterwards
 *   the behaviour is undefined.
 * @throws SystemError ESRCH (on some systems, for a thread that has ended), EINVAL
 */
export function pthread_kill(thread: number, signal: SignalName): void {
  // returns the error number and does not set errno
  const error = libc().pthread_kill(thread, signalNumber(signal));
  if (error !== 0) throw new SystemError('pthread_kill', error, [signal]);
}
