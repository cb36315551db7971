// "If kill() waited for the exit, would we still need waitpid?" It does not wait. Even if
// it did, the parent would still have to read the exit status, which removes the child
// from the process table.

import {
  _exit,
  forkChild,
  interruptOn,
  kill,
  nanosleep,
  pipe,
  read,
  requireForkFlags,
  sleepOrWake,
  waitpid,
  wasDelivered,
  WNOHANG,
  write,
} from '@bytes-up/posix';
import { isZombie, until } from './until';

/** How long the child takes to clean up. */
const CLEANS_UP_MS = 300;

requireForkFlags();
const ready = pipe();
const child = forkChild();
if (child === 0) {
  interruptOn('SIGTERM');
  write(ready.writeEnd, Buffer.alloc(1));
  while (!wasDelivered('SIGTERM')) sleepOrWake(1_000);
  nanosleep(CLEANS_UP_MS);
  _exit(0);
}
read(ready.readEnd, Buffer.alloc(1)); // until the child is ready
const beganAtMs = performance.now();
kill(child, 'SIGTERM');
const tookMs = performance.now() - beganAtMs;
console.log(`kill returned ${tookMs < CLEANS_UP_MS ? 'at once' : `after ${tookMs} ms`}`);
console.log('has the child exited?', waitpid(child, WNOHANG) === undefined ? 'no' : 'yes');
until(() => isZombie(child));
kill(child, 0); // throws ESRCH if there is no such process
console.log('it has exited, but kill(child, 0) still finds it');
console.log('waitpid returned', waitpid(child));
try {
  kill(child, 0);
} catch (error) {
  console.log((error as Error).message.replace(/\d+/, 'child'));
}
