// Ends process groups when the process that started them is gone, however it ended. After
// SIGKILL the starter cannot do that itself. But the kernel closes its descriptors, and a
// small shell at the other end of a pipe sees that.

import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';

/**
 * Reads `watch GROUP` and `over GROUP` until the starter is gone. Then it ends the groups
 * that are not over: SIGTERM, then SIGKILL after two seconds if anything is left.
 */
const SCRIPT = `
groups=
while read -r word group; do
  others=
  for each in $groups; do [ "$each" = "$group" ] || others="$others $each"; done
  groups=$others
  [ "$word" = over ] || groups="$groups $group"
done
for group in $groups; do kill -s TERM -- "-$group"; done
for tenth in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  left=
  for group in $groups; do kill -s 0 -- "-$group" && left="$left $group"; done
  groups=$left
  [ -n "$groups" ] || exit 0
  sleep 0.1
done
for group in $groups; do kill -s KILL -- "-$group"; done
`;

export interface Guard {
  /** Sets the group to end. Call it right after the group's leader was started. */
  watch(leader: ChildProcess): void;
  /** The group has ended: its id may soon belong to another one. */
  over(): void;
}

/** The shell that guards what this process has started, while there is any. */
let shared: { readonly stdin: Writable; guarded: number } | undefined;

/**
 * Starts a guard before there is anything to guard, so that there is no gap. It needs a
 * POSIX shell; without one it does nothing. Guards share a shell: starting a process from
 * a large one takes ten milliseconds or more.
 */
// #region guard
export function startGuard(): Guard {
  const shell = (shared ??= startShell());
  shell.guarded++;
  const { stdin } = shell;
  let group: number | undefined;
  let isOver = false;
  return {
    watch: ({ pid }) => {
      group = pid;
      if (pid !== undefined) stdin.write(`watch ${pid}\n`);
    },
    over: () => {
      if (isOver) return;
      isOver = true;
      if (group !== undefined) stdin.write(`over ${group}\n`);
      if (--shell.guarded > 0) return;
      stdin.end();
      if (shared === shell) shared = undefined;
    },
  };
}
// #endregion guard

function startShell(): NonNullable<typeof shared> {
  const child = spawn('/bin/sh', ['-c', SCRIPT], {
    detached: true, // ctrl-C and signals to the starter's group must not reach it
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const { stdin } = child;
  const shell = { stdin, guarded: 0 };
  // If it was killed, the next group gets another one.
  const gone = (): void => void (shared === shell && (shared = undefined));
  child.on('error', gone).on('exit', gone);
  stdin.on('error', () => undefined); // EPIPE: the guard was killed
  child.unref();
  (stdin as Socket).unref(); // Node's pipes are sockets, and keep a process alive
  return shell;
}
