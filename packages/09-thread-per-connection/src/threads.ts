// Starts, reaps and stops the threads of a server. `man 7 pthreads`; Node's
// worker_threads.

import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { interruptEachTime } from '@bytes-up/posix';
import { boundConnections, isShortage, Shortage, WAKE_UP } from '@bytes-up/server-kit';
import type { BlockingContext } from '@bytes-up/server-kit';
import { refuseConnection } from '@bytes-up/single-thread-sync';
import { SharedStopFlag } from './shared-stop-flag';
import type { ThreadData } from './thread';
import { ThreadStatus } from './thread-status';

/** Descriptors per thread: four for its own event loop, and the connection. */
const DESCRIPTORS_EACH = 5;
/** How often to check for threads that have ended, in milliseconds. */
const POLL_INTERVAL_MS = 10;

export class Threads {
  readonly #running = new Map<Worker, ThreadStatus>();
  readonly #stopFlag = new SharedStopFlag();
  readonly #shortage: Shortage;
  /**
   * The maximum number of threads: `maxConnections`, or fewer if descriptors are short.
   */
  readonly #max: number;

  constructor(private readonly context: BlockingContext) {
    this.#shortage = new Shortage(context.log, 'new clients are refused until there is room');
    this.#max = boundConnections(context.limits, context.log, DESCRIPTORS_EACH).maxConnections;
    // a signal's handler is the same in all threads of a process
    interruptEachTime(WAKE_UP);
  }

  // #region start
  /**
   * Serves a connection in a new thread. The threads of a process share its descriptors,
   * so passing the number is enough.
   */
  start(fd: number, name: string): void {
    const status = new ThreadStatus();
    const { flags } = this.context;
    const stopFlag = this.#stopFlag.memory;
    const data: ThreadData = { fd, name, flags, stopFlag, status: status.memory };
    try {
      const thread = new Worker(join(__dirname, 'thread.ts'), { workerData: data });
      this.#running.set(thread, status);
      thread.once('error', (error) => this.#failed(name, error));
      thread.once('exit', () => {
        this.#running.delete(thread);
        if (status.isReady) status.closeLeftover();
        else this.#refuse(fd, name); // it ended before it could serve
      });
    } catch (error) {
      this.#shortage.note(error);
      this.#refuse(fd, name);
    }
  }
  // #endregion start

  // #region reap
  /**
   * Gives the event loop a turn, in which the threads' exit events arrive; it cannot run
   * while accept blocks this thread. At the maximum, waits until a thread has ended.
   */
  async reap(): Promise<void> {
    await nextTurn();
    while (this.#running.size >= this.#max && !this.context.stop.poll()) {
      await delay(POLL_INTERVAL_MS);
    }
  }
  // #endregion reap

  #failed(name: string, error: unknown): void {
    if (isShortage(error)) this.#shortage.note(error);
    else this.context.log(`${name} thread failed: ${String(error)}`);
  }

  #refuse(fd: number, name: string): void {
    this.context.log(`${name} refused: could not start a thread`);
    refuseConnection(fd, 'could not start a thread for this connection', this.context);
  }

  // #region stop
  /**
   * Tells every thread to stop, and wakes those that block in recv. Resolves when all
   * have ended, or the grace period expires. Meanwhile the connections stay open, so that
   * the threads can still read and answer what their clients have sent.
   */
  async stop(): Promise<void> {
    this.#stopFlag.set();
    while (this.#running.size > 0 && this.context.stop.leftMs > 0) {
      for (const status of this.#running.values()) status.wake();
      await delay(POLL_INTERVAL_MS);
    }
  }
  // #endregion stop
}
