// A thread of stop-order.test.ts: whenever it is asked, it polls the order in the memory
// that it was given.

import { parentPort, workerData } from 'node:worker_threads';
import { stopOnOrder } from '../stop-order';

const flag = stopOnOrder(workerData as SharedArrayBuffer, 1_000);

parentPort?.on('message', () => {
  parentPort?.postMessage({ asked: flag.poll(), isBounded: flag.leftMs <= 1_000 });
});
