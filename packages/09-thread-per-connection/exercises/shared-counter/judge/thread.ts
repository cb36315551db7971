// A real thread: calls the learner's take many times, together with the others.

import { parentPort, workerData } from 'node:worker_threads';

interface Data {
  readonly file: string;
  readonly counter: Int32Array;
  /** How many threads are ready. */
  readonly go: Int32Array;
  readonly times: number;
  readonly threads: number;
}

const { file, counter, go, times, threads } = workerData as Data;
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
const { take } = require(file) as { take: (counter: Int32Array) => number };

Atomics.add(go, 0, 1);
while (Atomics.load(go, 0) < threads); // busy-wait, so that all start together
let sum = 0;
for (let n = 0; n < times; n++) sum += take(counter);
parentPort?.postMessage(sum);
