// A child that has exited, and a parent that does not ask about it: a zombie. kill -USR1
// PID, and the parent asks.

import {
  _exit,
  forkChild,
  getpid,
  interruptOn,
  kill,
  requireForkFlags,
  sleepOrWake,
  waitpid,
  wasDelivered,
} from '@bytes-up/posix';
import { showProcesses } from './ps';
import { isZombie, until } from './until';

requireForkFlags();
interruptOn('SIGUSR1');
const child = forkChild();
if (child === 0) _exit(7);
console.log(`I am process ${getpid()}; kill -USR1 ${getpid()}`);
until(() => isZombie(child));
showProcesses(child);
kill(child, 'SIGKILL'); // no error and no effect: it exists, but is dead
console.log('kill -9 has no effect:');
showProcesses(child);
while (!wasDelivered('SIGUSR1')) sleepOrWake(1_000);
console.log('waitpid returned', waitpid(child));
showProcesses(child);
