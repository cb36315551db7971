// A parent that waits for its child. A signal interrupts the wait: EINTR means "not done,
// call again". kill -USR1 PID as often as you like, then kill CHILD.

import {
  _exit,
  forkChild,
  getpid,
  interruptEachTime,
  nanosleep,
  requireForkFlags,
  SystemError,
  waitpid,
  type ChildState,
} from '@bytes-up/posix';

requireForkFlags();
const child = forkChild();
if (child === 0) {
  nanosleep(600_000);
  _exit(0);
}
interruptEachTime('SIGUSR1');
console.log(`I am process ${getpid()}; kill -USR1 ${getpid()}, then kill ${child}`);
console.log('ended:', waitAgain(child));

// #region retry
/** waitpid, repeated when a signal has interrupted it. */
function waitAgain(pid: number): ChildState | undefined {
  for (;;) {
    try {
      return waitpid(pid);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code !== 'EINTR') throw error;
      console.log(`${error.message}; retrying`);
    }
  }
}
// #endregion retry
