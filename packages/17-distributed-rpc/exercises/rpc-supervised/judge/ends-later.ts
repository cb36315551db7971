// A server that says that it listens, exits two seconds later, and prints when it ran.

import { writeSync } from 'node:fs';

/** Clearly longer than the second after which the next pause is short again. */
const RUNS_MS = 2_000;

console.log('listening on 127.0.0.1:9');
setTimeout(() => {
  writeSync(2, `ran from ${Math.round(performance.timeOrigin)} to ${Date.now()}\n`);
  process.exit(3);
}, RUNS_MS);
