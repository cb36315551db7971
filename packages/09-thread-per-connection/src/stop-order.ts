// One word from the main thread to all others: stop. It is in memory that the threads
// share.

import { StopFlag } from '@bytes-up/server-kit';

const ASKED = 0;

/** The main thread's side. */
export class StopOrder {
  /** What a thread is given to read the order from. */
  readonly memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

  give(): void {
    Atomics.store(new Int32Array(this.memory), ASKED, 1);
  }
}

/**
 * A thread's side: a stop flag that polls the shared memory, where chapter 08's polls the
 * signals.
 */
// #region stop
export function stopOnOrder(memory: SharedArrayBuffer, graceMs: number): StopFlag {
  const word = new Int32Array(memory);
  return new StopFlag(graceMs, () => Atomics.load(word, ASKED) === 1);
}
// #endregion stop
