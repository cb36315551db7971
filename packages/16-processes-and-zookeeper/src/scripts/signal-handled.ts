// A process that handles SIGINT, and does nothing about it. ctrl-C does not end it, yet it says hello too soon: the signal ends the
// sleep. kill PID, which sends SIGTERM, ends the process.

import { getpid, interruptEachTime, nanosleep, SleepInterruptedError } from '@bytes-up/posix';

interruptEachTime('SIGINT');
console.log(`I am process ${getpid()}; kill -INT ${getpid()}`);
for (;;) {
  console.log('hello');
  try {
    nanosleep(10_000);
  } catch (error) {
    if (!(error instanceof SleepInterruptedError)) throw error;
    console.log(`${error.code}: ${Math.round(error.remainingMs)} ms of my sleep were left`);
  }
}
