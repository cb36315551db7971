// Ten children exit while their parent is busy. SIGCHLD says that children have exited,
// not how many, because only one signal of a kind is pending. One waitpid for each
// SIGCHLD misses the others. waitpid until there are none left does not.

import {
  _exit,
  forkChild,
  requireForkFlags,
  SIG_BLOCK,
  sigpending,
  sigprocmask,
  waitpid,
  WNOHANG,
} from '@bytes-up/posix';
import { isZombie, until } from './until';

const CHILDREN = 10;

requireForkFlags();
const busy = forkChild(); // with one thread, which gets all signals
if (busy !== 0) {
  waitpid(busy);
  process.exit();
}

sigprocmask(SIG_BLOCK, ['SIGCHLD']); // busy: signals stay pending
const children = Array.from({ length: CHILDREN }, () => forkChild() || _exit(0));
until(() => children.every(isZombie)); // all of them have ended
const signals = sigpending().filter((name) => name === 'SIGCHLD').length;
console.log(`${CHILDREN} children have exited, ${signals} SIGCHLD is pending`);

// #region wrong
let reaped = 0;
for (let n = 0; n < signals; n++) if (waitpid(-1, WNOHANG) !== undefined) reaped++;
console.log(`one waitpid per SIGCHLD: ${reaped} reaped, ${CHILDREN - reaped} zombies left`);
// #endregion wrong

// #region right
let more = 0;
while (more < CHILDREN - reaped && waitpid(-1, WNOHANG) !== undefined) more++;
console.log(`waitpid until none is left: ${more} more reaped`);
// #endregion right
_exit(0);
