// One integer in shared memory, with which the main thread tells all other threads to
// stop.

import { StopFlag } from '@bytes-up/server-kit';

const STOP = 0;

/** The main thread's side. */
export class SharedStopFlag {
  /** Pass this to each thread, for `stopOnSharedFlag`. */
  readonly memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

  set(): void {
    Atomics.store(new Int32Array(this.memory), STOP, 1);
  }
}

/**
 * A thread's side: a stop flag that polls the shared memory. Chapter 08's polls the
 * signals instead.
 */
// #region stop
export function stopOnSharedFlag(memory: SharedArrayBuffer, graceMs: number): StopFlag {
  const shared = new Int32Array(memory);
  return new StopFlag(graceMs, () => Atomics.load(shared, STOP) === 1);
}
// #endregion stop
