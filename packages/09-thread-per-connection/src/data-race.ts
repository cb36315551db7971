// Several threads increment one counter, many times each: in three steps, or in one
// atomic step that no other thread can see half done.

import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** How a thread adds one to the shared counter. */
export type Way = 'read, add, write' | 'Atomics.add';

interface Task {
  readonly memory: SharedArrayBuffer;
  readonly way: Way;
  readonly times: number;
}

/**
 * Indexes in the shared memory: the counter, the number of threads that are ready, and
 * whether they may begin.
 */
const [COUNTER, READY, GO] = [0, 1, 2];

// #region race
const WAYS: Readonly<Record<Way, (shared: Int32Array) => void>> = {
  /**
   * If another thread reads between our read and our write, one of the two additions is
   * lost.
   */
  'read, add, write': (shared) => {
    const value = shared[COUNTER] ?? 0;
    shared[COUNTER] = value + 1;
  },
  'Atomics.add': (shared) => {
    Atomics.add(shared, COUNTER, 1);
  },
};
// #endregion race

/**
 * Lets several threads add to one counter at the same time.
 * @param times how often each thread adds one
 * @returns the counter's final value
 */
export async function count(way: Way, threads: number, times: number): Promise<number> {
  const memory = new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT);
  const shared = new Int32Array(memory);
  const ended = Array.from({ length: threads }, () => {
    const thread = new Worker(__filename, { workerData: { memory, way, times } satisfies Task });
    return new Promise<void>((resolve, reject) => {
      thread.once('error', reject).once('exit', () => resolve());
    });
  });
  while (Atomics.load(shared, READY) < threads) await new Promise(setImmediate);
  Atomics.store(shared, GO, 1);
  await Promise.all(ended);
  return Atomics.load(shared, COUNTER);
}

/** Runs in each thread. */
function add({ memory, way, times }: Task): void {
  const shared = new Int32Array(memory);
  const addOne = WAYS[way];
  Atomics.add(shared, READY, 1);
  while (Atomics.load(shared, GO) === 0); // busy-wait, so that all begin together
  for (let n = 0; n < times; n++) addOne(shared);
}

if (!isMainThread) add(workerData as Task);
