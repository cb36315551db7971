// Ends a process group when the process that started it is gone, however it ended. After
// SIGKILL the starter cannot do that itself. But the kernel closes its descriptors, and a
// small shell at the other end of a pipe sees that.

import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * Reads the group's id, then waits for a second line. Without that line it ends the
 * group: SIGTERM, then SIGKILL after two seconds if anything is left.
 */
const SCRIPT = `
read -r group || exit 0
read -r over && exit 0
kill -s TERM -- "-$group" || exit 0
for tenth in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  sleep 0.1
  kill -s 0 -- "-$group" || exit 0
done
kill -s KILL -- "-$group"
`;

export interface Guard {
  /** Sets the group to end. Call it right after the group's leader was started. */
  watch(leader: ChildProcess): void;
  /** The group has ended: its id may soon belong to another one. */
  over(): void;
}

/**
 * Starts a guard before there is anything to guard, so that there is no gap. It needs a
 * POSIX shell; without one it does nothing.
 */
// #region guard
export function startGuard(): Guard {
  const shell = spawn('/bin/sh', ['-c', SCRIPT], {
    detached: true, // ctrl-C and signals to the starter's group must not reach it
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => undefined);
  const { stdin } = shell;
  stdin.on('error', () => undefined); // EPIPE: the guard was killed
  shell.unref();
  (stdin as Socket).unref(); // Node's pipes are sockets, and keep a process alive
  return {
    watch: ({ pid }) => void (pid === undefined ? stdin.end() : stdin.write(`${pid}\n`)),
    over: () => void stdin.end('over\n'),
  };
}
// #endregion guard
