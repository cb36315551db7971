// Ten children end while their parent is busy. SIGCHLD says that children have ended, not how many: signals of one kind are kept once.
// One waitpid for each SIGCHLD loses the others; waitpid until there is nobody left does not.

import {
  _exit,
  forkChild,
  nanosleep,
  requireForkFlags,
  SIG_BLOCK,
  sigpending,
  sigprocmask,
  waitpid,
  WNOHANG,
} from '@bytes-up/posix';

const CHILDREN = 10;

requireForkFlags();
const busy = forkChild(); // a process with one thread: no other one takes its signals
if (busy !== 0) {
  waitpid(busy);
  process.exit();
}

sigprocmask(SIG_BLOCK, ['SIGCHLD']); // busy: signals wait
for (let n = 0; n < CHILDREN; n++) if (forkChild() === 0) _exit(0);
nanosleep(200); // time for all of them to end
const signals = sigpending().filter((name) => name === 'SIGCHLD').length;
console.log(`${CHILDREN} children have ended, ${signals} SIGCHLD is waiting`);

// #region wrong
let reaped = 0;
for (let n = 0; n < signals; n++) if (waitpid(-1, WNOHANG) !== undefined) reaped++;
console.log(`one waitpid for each: ${reaped} reaped, ${CHILDREN - reaped} zombies left`);
// #endregion wrong

// #region right
let more = 0;
while (more < CHILDREN - reaped && waitpid(-1, WNOHANG) !== undefined) more++;
console.log(`waitpid until nobody is left: ${more} more`);
// #endregion right
_exit(0);
