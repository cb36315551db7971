// A process with an empty handler for SIGINT. ctrl-C does not kill it, but it says hello
// too early, because the signal interrupts the sleep. kill PID, which sends SIGTERM,
// kills it.

import { getpid, interruptEachTime, nanosleep, SleepInterruptedError } from '@bytes-up/posix';

interruptEachTime('SIGINT');
console.log(`I am process ${getpid()}; kill -INT ${getpid()}`);
for (;;) {
  console.log('hello');
  try {
    nanosleep(10_000);
  } catch (error) {
    if (!(error instanceof SleepInterruptedError)) throw error;
    console.log(`${error.code}: ${Math.round(error.remainingMs)} ms of my sleep left`);
  }
}
