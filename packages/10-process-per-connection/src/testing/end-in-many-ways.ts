// Forks children that end in different ways, waits until all have ended, and reports what
// one call of reap returns.

import { readFileSync } from 'node:fs';
import {
  _exit,
  getpid,
  kill,
  requireForkFlags,
  sigpending,
  sigprocmask,
  SIG_BLOCK,
} from '@bytes-up/posix';
import { Children, pause } from '../children';

requireForkFlags();
const children = new Children();
const pids = [0, 1, 2, 'SIGKILL', 'SIGTERM'].map((end) => {
  const pid = children.fork();
  if (pid === 0) endAs(end);
  return pid;
});
while (!pids.every(isZombie)) pause();
const counted = children.count;
const ended = children.reap();
console.log(
  JSON.stringify({
    counted,
    ended,
    left: children.count,
    blockedInParent: sigprocmask(SIG_BLOCK, []),
  }),
);

function endAs(end: number | string): never {
  if (typeof end === 'number') _exit(end);
  kill(getpid(), end === 'SIGKILL' ? 'SIGKILL' : 'SIGTERM');
  // SIGTERM is blocked in a child, so it stays pending
  _exit(sigpending().includes('SIGTERM') ? 77 : 1);
}

function isZombie(pid: number): boolean {
  return / \(.*\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
}
