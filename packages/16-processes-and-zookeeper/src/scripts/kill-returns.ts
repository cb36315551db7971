// "If kill() waited for the end, would waitpid still be needed?" It does not wait: it leaves a note. And if it did, somebody would still
// have to take the child's exit status, and with it the child out of the table of processes.

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
    nanosleep(300); // puts its things in order
  }
  _exit(0);
}
nanosleep(200); // time for the child to get ready
const beganAtMs = performance.now();
kill(child, 'SIGTERM');
const tookMs = performance.now() - beganAtMs;
console.log(`kill has returned after ${tookMs < 50 ? 'no time' : `${tookMs} ms`}`);
console.log('is the child gone?', waitpid(child, WNOHANG) === undefined ? 'no' : 'yes');
nanosleep(600);
kill(child, 0); // throws ESRCH for a process that is not there
console.log('it has ended, and kill(child, 0) still finds it');
console.log('waitpid says', waitpid(child));
try {
  kill(child, 0);
} catch (error) {
  console.log((error as Error).message.replace(/\d+/, 'child'));
}
