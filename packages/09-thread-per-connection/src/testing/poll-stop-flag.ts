// A thread of shared-stop-flag.test.ts: for each message it polls the flag in the memory
// that it was given.

import { parentPort, workerData } from 'node:worker_threads';
import { stopOnSharedFlag } from '../shared-stop-flag';

const flag = stopOnSharedFlag(workerData as SharedArrayBuffer, 1_000);

parentPort?.on('message', () => {
  parentPort?.postMessage({ isSet: flag.poll(), isBounded: flag.leftMs <= 1_000 });
});
