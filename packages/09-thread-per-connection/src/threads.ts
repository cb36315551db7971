// The threads of a server: started, reaped, and stopped. `man 7 pthreads`; Node's
// worker_threads.

import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { interruptEachTime } from '@bytes-up/posix';
import { boundConnections, isShortage, Shortage, WAKE_UP } from '@bytes-up/server-kit';
import type { BlockingContext } from '@bytes-up/server-kit';
import { refuseConnection } from '@bytes-up/single-thread-sync';
import { StopOrder } from './stop-order';
import type { ThreadData } from './thread';
import { ThreadStatus } from './thread-status';

/**
 * A thread that Node starts has an event loop of its own, with four descriptors; the
 * fifth is the connection.
 */
const DESCRIPTORS_EACH = 5;
/**
 * How often to look for a thread that has ended, when there is nothing else to do.
 * Milliseconds.
 */
const PAUSE_MS = 10;

export class Threads {
  readonly #running = new Map<Worker, ThreadStatus>();
  readonly #order = new StopOrder();
  readonly #shortage: Shortage;
  /**
   * Threads at once: as many as connections are allowed, and as this process has
   * descriptors for.
   */
  readonly #max: number;

  constructor(private readonly context: BlockingContext) {
    this.#shortage = new Shortage(context.log, 'new clients are refused until there is room');
    this.#max = boundConnections(context.limits, context.log, DESCRIPTORS_EACH).maxConnections;
    // what a signal does is the same in all threads of a process
    interruptEachTime(WAKE_UP);
  }

  // #region start
  /**
   * Serves a connection in a new thread. All threads of a process share its descriptors,
   * so the number is enough.
   */
  start(fd: number, name: string): void {
    const status = new ThreadStatus();
    const { flags } = this.context;
    const order = this.#order.memory;
    const data: ThreadData = { fd, name, flags, order, status: status.memory };
    try {
      const thread = new Worker(join(__dirname, 'thread.ts'), { workerData: data });
      this.#running.set(thread, status);
      thread.once('error', (error) => this.#failed(name, error));
      thread.once('exit', () => {
        this.#running.delete(thread);
        if (status.hasBegun) status.closeLeftover();
        else this.#refuse(fd, name);
      });
    } catch (error) {
      this.#shortage.note(error);
      this.#refuse(fd, name);
    }
  }
  // #endregion start

  // #region reap
  /**
   * Gives the event loop a turn, in which the exits of threads are seen: accept blocks
   * this thread. While as many run as may, accepting waits here.
   */
  async reap(): Promise<void> {
    await nextTurn();
    while (this.#running.size >= this.#max && !this.context.stop.poll()) await delay(PAUSE_MS);
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
   * have ended or the grace period is over. The connections stay open meanwhile: what
   * their clients have sent is still read and answered.
   */
  async stop(): Promise<void> {
    this.#order.give();
    while (this.#running.size > 0 && this.context.stop.leftMs > 0) {
      for (const status of this.#running.values()) status.wake();
      await delay(PAUSE_MS);
    }
  }
  // #endregion stop
}
