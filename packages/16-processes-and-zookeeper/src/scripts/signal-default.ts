// A process that says nothing about signals. ctrl-C, or kill -INT PID, ends it: that is what SIGINT does by default.

import { getpid, nanosleep } from '@bytes-up/posix';

console.log(`I am process ${getpid()}; kill -INT ${getpid()}`);
for (;;) {
  console.log('hello');
  nanosleep(1_000);
}
