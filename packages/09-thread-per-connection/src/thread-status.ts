// What a thread tells the main thread through shared memory: its id, and which connection
// it has open. With these the main thread can wake it when it blocks, and close its
// connection if it fails.

import { close, pthread_kill, pthread_self, SystemError } from '@bytes-up/posix';
import { WAKE_UP } from '@bytes-up/server-kit';

const THREAD = 0;
const CONNECTION = 1;
const NONE = -1n;

export class ThreadStatus {
  readonly #words: BigInt64Array<SharedArrayBuffer>;

  /** @param memory in a thread: the memory that the main thread passed to it */
  constructor(memory?: SharedArrayBuffer) {
    this.#words = new BigInt64Array(
      memory ?? new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT),
    );
    if (memory === undefined) this.#words.fill(NONE);
  }

  get memory(): SharedArrayBuffer {
    return this.#words.buffer;
  }

  // #region thread
  /** In the thread: says that it is ready to serve. */
  markReady(): void {
    Atomics.store(this.#words, THREAD, BigInt(pthread_self()));
  }

  /** In the thread: records the connection until `serveClient` has closed it. */
  serving(fd: number, serveClient: () => void): void {
    Atomics.store(this.#words, CONNECTION, BigInt(fd));
    try {
      serveClient();
    } finally {
      // not reached if the thread runs out of memory
      Atomics.store(this.#words, CONNECTION, NONE);
    }
  }
  // #endregion thread

  /** In the main thread: whether the thread has called `markReady`. */
  get isReady(): boolean {
    return Atomics.load(this.#words, THREAD) !== NONE;
  }

  // #region wake
  /**
   * In the main thread: interrupts the call in which the thread blocks, with EINTR. A
   * signal that arrives just before the call is lost, so send another one a little later.
   * Do not call this after the thread's 'exit' event.
   */
  wake(): void {
    const thread = Atomics.load(this.#words, THREAD);
    if (thread === NONE) return;
    try {
      pthread_kill(Number(thread), WAKE_UP);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error; // ESRCH: it has just ended
    }
  }
  // #endregion wake

  /**
   * In the main thread, after the thread has ended: closes the connection that the thread
   * left open, if any.
   */
  closeLeftover(): void {
    const fd = Atomics.exchange(this.#words, CONNECTION, NONE);
    if (fd !== NONE) close(Number(fd));
  }
}
