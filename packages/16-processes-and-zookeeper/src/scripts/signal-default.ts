// A process with no signal handlers. ctrl-C, or kill -INT PID, kills it: that is the
// default for SIGINT.

import { getpid, nanosleep } from '@bytes-up/posix';

console.log(`I am process ${getpid()}; kill -INT ${getpid()}`);
for (;;) {
  console.log('hello');
  nanosleep(1_000);
}
