// The threads of a server: started, counted, and stopped. `man 7 pthreads`; Node's worker_threads.

import { join } from 'node:path';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { interruptEachTime } from '@bytes-up/posix';
import { isShortage, refuseConnection, Shortage, WAKE_UP } from '@bytes-up/single-thread-sync';
import type { BlockingContext, StopFlag } from '@bytes-up/single-thread-sync';
import { boundConnections } from '@bytes-up/server-kit';
import { StopOrder } from './stop-order';
import type { ThreadData } from './thread';
import { ThreadStatus } from './thread-status';

/** A thread that Node starts has an event loop of its own, with four descriptors; the fifth is the connection. */
const DESCRIPTORS_EACH = 5;
/** How often the end of a thread is looked for where nothing else is to be done, in milliseconds. */
const PAUSE_MS = 10;

export class Threads {
  readonly #running = new Map<Worker, ThreadStatus>();
  readonly #order = new StopOrder();
  readonly #shortage: Shortage;
  /** Threads at once: as many as connections are allowed, and as the descriptors of this process suffice for. */
  readonly max: number;

  constructor(private readonly context: BlockingContext) {
    this.#shortage = new Shortage(context.log, 'new clients are refused until there is room');
    this.max = boundConnections(context.limits, context.log, DESCRIPTORS_EACH).maxConnections;
    interruptEachTime(WAKE_UP); // what a signal does is the same in all threads of a process
  }

  get count(): number {
    return this.#running.size;
  }

  // #region start
  /** Serves a connection in a new thread. All threads of a process share its descriptors: the number is all that it needs. */
  start(fd: number, name: string): void {
    const status = new ThreadStatus();
    const { options } = this.context;
    const order = this.#order.memory;
    const data: ThreadData = { fd, name, options, order, status: status.memory };
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

  #failed(name: string, error: unknown): void {
    if (isShortage(error)) this.#shortage.note(error);
    else this.context.log(`${name} its thread failed: ${String(error)}`);
  }

  #refuse(fd: number, name: string): void {
    this.context.log(`${name} refused: no thread`);
    refuseConnection(fd, 'no thread can be started for this connection', this.context);
  }

  /** One turn of the event loop: threads that have ended are counted off, and what they held is given back. */
  async settle(): Promise<void> {
    await turn();
  }

  async pause(): Promise<void> {
    await delay(PAUSE_MS);
  }

  // #region stop
  /**
   * Tells every thread to stop, and wakes those that block in recv. Resolves when all have ended, or their time is up.
   * Nothing is done to the connections: what their clients have sent is still read, and answered.
   */
  async stop(flag: StopFlag): Promise<void> {
    this.#order.give();
    while (this.count > 0 && flag.leftMs > 0) {
      for (const status of this.#running.values()) status.wake();
      await this.pause();
    }
  }
  // #endregion stop
}
