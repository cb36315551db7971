// The flags without which a fork of Node hangs, and how a program that forks gets them by
// itself.

import { isMainThread } from 'node:worker_threads';
import { execv } from './exec';
import { setCloseOnExec } from './fcntl';
import { assertAvailable } from './libc';

/**
 * What Node must be started with before fork may be used. Without them V8 hands work to
 * helper threads and waits for the answer; in the child these threads do not exist. The
 * compiler stays on: it runs on the main thread. They cannot be set later
 * (v8.setFlagsFromString crashes or hangs) and NODE_OPTIONS refuses the first.
 */
export const FORK_FLAGS = ['--single-threaded', '--v8-pool-size=0'] as const;

/** Whether this Node was started with the fork flags. */
export function hasForkFlags(execArgv: readonly string[] = process.execArgv): boolean {
  return FORK_FLAGS.every((flag) => execArgv.includes(flag));
}

/**
 * Makes sure that Node runs with the fork flags: when they are missing, this process is
 * replaced by itself with them (`man 3 execv`), under the same pid and with the same
 * options, arguments and environment. The call then does not return. A server that forks
 * calls it before anything else, and so starts with the same plain command as any other:
 * what ran before it runs twice. Costs one more start of Node. Linux only; on another
 * system it throws.
 *
 * Open descriptors above 2 do not survive, since Node closes what it inherits on exec;
 * name those to keep. An IPC channel to a Node parent (child_process.fork) is lost.
 * @throws UnsupportedCallError on a system without fork; Error in a worker thread
 */
// #region require
export function requireForkFlags(keepFds: readonly number[] = []): void {
  assertAvailable('fork');
  if (hasForkFlags()) return;
  if (!isMainThread) throw new Error('requireForkFlags must be called on the main thread');
  // Node marks even its standard streams for closing on exec; the new Node would open
  // /dev/null in their place.
  for (const fd of [0, 1, 2, ...keepFds]) setCloseOnExec(fd, false);
  const argv = [process.execPath, ...FORK_FLAGS, ...process.execArgv, ...process.argv.slice(1)];
  execv(process.execPath, argv);
}
// #endregion require
