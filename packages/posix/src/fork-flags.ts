// The flags that Node needs, or a forked child hangs; and how a program that forks can
// restart itself with them.

import { isMainThread } from 'node:worker_threads';
import { execv } from './exec';
import { setCloseOnExec } from './fcntl';
import { assertAvailable } from './libc';

/**
 * The flags with which Node must be started before it can fork. Without them V8 gives
 * work to helper threads and waits for them, and in the child these threads do not exist.
 * The compiler stays on; it runs on the main thread. The flags cannot be set later
 * (v8.setFlagsFromString crashes or hangs), and NODE_OPTIONS refuses the first one.
 */
export const FORK_FLAGS = ['--single-threaded', '--v8-pool-size=0'] as const;

/** Whether this Node was started with the fork flags. */
export function hasForkFlags(execArgv: readonly string[] = process.execArgv): boolean {
  return FORK_FLAGS.every((flag) => execArgv.includes(flag));
}

/**
 * Makes sure that Node runs with the fork flags. If they are missing, this process
 * restarts itself with them (`man 3 execv`): with the same pid, options, arguments and
 * environment. In that case the call does not return. A server that forks calls this
 * before anything else, because what ran before runs twice. So it can be started with the
 * same command as any other server. It costs one more start of Node. Linux only; on
 * another system it throws.
 *
 * Open descriptors above 2 do not survive, because Node sets them to be closed on exec;
 * pass those to keep. An IPC channel to a Node parent (child_process.fork) is lost.
 * @throws UnsupportedCallError on a system without fork; Error in a worker thread
 */
// #region require
export function requireForkFlags(keepFds: readonly number[] = []): void {
  assertAvailable('fork');
  if (hasForkFlags()) return;
  if (!isMainThread) throw new Error('requireForkFlags must be called on the main thread');
  // Node sets FD_CLOEXEC even on its standard streams; the new Node would open /dev/null
  // instead of them.
  for (const fd of [0, 1, 2, ...keepFds]) setCloseOnExec(fd, false);
  const argv = [process.execPath, ...FORK_FLAGS, ...process.execArgv, ...process.argv.slice(1)];
  execv(process.execPath, argv);
}
// #endregion require
