// Stage 5: the learner's pool with Workers.

import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Json } from '@bytes-up/protocol';
import { CaseFailed, expectCode, expectEqual, resultOf, type JudgedCase } from '@bytes-up/testkit';
import type { Exports, TaskPool, Thread, ThreadEvents } from './driver';

const REAL = 'Stage 5: real threads';
/** The numbers from 0 to 19. */
const FIBONACCI = [
  0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181,
];

export const realThreads: readonly JudgedCase<Exports>[] = [
  {
    title: 'twenty jobs for two threads, and one that dies',
    section: REAL,
    run: async (exports) => {
      const workers: Worker[] = [];
      try {
        const options = {
          threads: 2,
          maxWaiting: 100,
          start: (on: ThreadEvents) => start(on, workers),
        };
        const pool = await resultOf('threads 2, real ones', () => new exports.TaskPool(options));
        await runJobs(pool, workers);
      } finally {
        await Promise.all(workers.map((worker) => worker.terminate()));
      }
    },
  },
];

async function runJobs(pool: TaskPool, workers: readonly Worker[]): Promise<void> {
  const given =
    'threads 2, real ones; the Fibonacci numbers 0 to 19, and a job that ends its thread';
  const jobs = FIBONACCI.slice(0, 10).map((_, n) => pool.run(n));
  const deadly = expectCode(given, 'INTERNAL', () => pool.run('die'));
  const more = FIBONACCI.slice(10).map((_, n) => pool.run(n + 10));
  const results = await resultOf(given, () => Promise.all([...jobs, ...more]));
  expectEqual(given, FIBONACCI, results);
  await deadly;
  await resultOf(`${given}; stop`, () => pool.stop());
  if (workers.every((worker) => worker.threadId === -1)) return;
  const expected = 'all threads to have ended when stop resolves';
  throw new CaseFailed({ given, expected, came: 'one still runs' });
}

function start(on: ThreadEvents, workers: Worker[]): Thread {
  const worker = new Worker(path.join(__dirname, 'worker.ts'));
  workers.push(worker);
  worker.on('message', (result: Json) => on.onResult(result));
  worker.on('exit', () => on.onEnd());
  return {
    post: (job) => worker.postMessage(job),
    stop: () => void worker.terminate(),
  };
}
