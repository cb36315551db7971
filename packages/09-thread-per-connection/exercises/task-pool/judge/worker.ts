// A real thread: computes Fibonacci numbers, and ends at the job "die".

import { parentPort } from 'node:worker_threads';

function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

parentPort?.on('message', (job: unknown) => {
  if (typeof job !== 'number') process.exit(1);
  parentPort?.postMessage(fibonacci(job));
});
