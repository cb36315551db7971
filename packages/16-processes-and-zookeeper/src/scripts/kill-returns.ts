// "If kill() waited for the exit, would we still need waitpid?" It does not wait. Even if
// it did, the parent would still have to read the exit status, which removes the child
// from the process table.

import {
  _exit,
  forkChild,
  interruptOn,
  kill,
  nanosleep,
  requireForkFlags,
  SleepInterruptedError,
  waitpid,
  WNOHANG,
} from '@bytes-up/posix';

requireForkFlags();
const child = forkChild();
if (child === 0) {
  interruptOn('SIGTERM');
  try {
    nanosleep(60_000);
  } catch (error) {
    if (!(error instanceof SleepInterruptedError)) _exit(1);
    nanosleep(300); // cleans up
  }
  _exit(0);
}
nanosleep(200); // time for the child to get ready
const beganAtMs = performance.now();
kill(child, 'SIGTERM');
const tookMs = performance.now() - beganAtMs;
console.log(`kill returned ${tookMs < 50 ? 'at once' : `after ${tookMs} ms`}`);
console.log('has the child exited?', waitpid(child, WNOHANG) === undefined ? 'no' : 'yes');
nanosleep(600);
kill(child, 0); // throws ESRCH if there is no such process
console.log('it has exited, but kill(child, 0) still finds it');
console.log('waitpid returned', waitpid(child));
try {
  kill(child, 0);
} catch (error) {
  console.log((error as Error).message.replace(/\d+/, 'child'));
}
