// A parent with children that is asked to stop. kill PID: it signals them, reaps them,
// and exits. With --careless it exits without them, and they keep running.

import {
  forkChild,
  getpid,
  interruptOn,
  kill,
  nanosleep,
  requireForkFlags,
  sleepOrWake,
  waitpid,
  wasDelivered,
} from '@bytes-up/posix';

requireForkFlags();
interruptOn('SIGTERM');
const children = [1, 2, 3].map(() => {
  const pid = forkChild();
  if (pid === 0) nanosleep(600_000); // SIGTERM ends it
  return pid;
});
console.log(`I am process ${getpid()}, my children are ${children.join(' ')}; kill ${getpid()}`);
while (!wasDelivered('SIGTERM')) sleepOrWake(1_000);

// #region leave
if (!process.argv.includes('--careless')) {
  for (const child of children) kill(child, 'SIGTERM');
  for (const child of children) console.log('reaped', waitpid(child));
}
console.log('the parent exits');
// #endregion leave
