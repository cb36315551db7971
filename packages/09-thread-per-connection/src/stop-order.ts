// One word from the main thread to all others: stop. It lies in memory that the threads share.

import { StopFlag } from '@bytes-up/single-thread-sync';

const ASKED = 0;

/** The main thread's side. */
export class StopOrder {
  /** What a thread is given to read the order from. */
  readonly memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

  give(): void {
    Atomics.store(new Int32Array(this.memory), ASKED, 1);
  }
}

/** A thread's side: chapter 08's stop flag, which asks the shared memory where chapter 08 asks the signals. */
// #region stop
export function stopOnOrder(memory: SharedArrayBuffer, graceMs: number): StopFlag {
  const word = new Int32Array(memory);
  return new StopFlag(() => Atomics.load(word, ASKED) === 1, graceMs);
}
// #endregion stop
