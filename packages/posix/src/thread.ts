// Threads as the kernel sees them: `man 3` pthread_self, pthread_kill; `man 7 pthreads`.
// Node starts the threads (node:worker_threads). A thread that blocks in a system call
// hears nothing from Node; a signal that is sent to this one thread ends the call.

import { SystemError } from './errno';
import { libc } from './libc';
import { signalNumber } from './signal';
import type { SignalName } from './signal';

/**
 * The calling thread, as `pthread_kill` takes it (`man 3 pthread_self`). Another thread
 * may use it: see there.
 */
export function pthread_self(): number {
  return libc().pthread_self();
}

/**
 * Sends a signal to one thread of this process (`man 3 pthread_kill`). What the signal
 * does is set for the whole process (`interruptEachTime`), but the call that it
 * interrupts is that thread's.
 * @param thread what `pthread_self` returned there. It is valid until the thread has been
 *   joined: for a Worker, until its 'exit' event has been handled. Afterwards the
 *   behaviour is undefined.
 * @throws SystemError ESRCH (on some systems, for a thread that has ended), EINVAL
 */
export function pthread_kill(thread: number, signal: SignalName): void {
  // it returns the error number; errno is not set
  const error = libc().pthread_kill(thread, signalNumber(signal));
  if (error !== 0) throw new SystemError('pthread_kill', error, [signal]);
}
