// The threads of a server: started, counted, and stopped. `man 7 pthreads`; Node's worker_threads.

import { join } from 'node:path';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { SHUT_RD, shutdown, SystemError } from '@bytes-up/posix';
import type { StopFlag } from '@bytes-up/single-thread-sync';
import { createLog, type Log, type ServerOptions } from '@bytes-up/server-command';
import { StopOrder } from './stop-order';
import type { ThreadData } from './thread';

/** How often the end of a thread is looked for where nothing else is to be done, in milliseconds. */
const PAUSE_MS = 10;

export class Threads {
  /** The descriptor that each living thread serves. */
  readonly #serving = new Map<Worker, number>();
  readonly #order = new StopOrder();
  readonly #log: Log;

  constructor(private readonly options: ServerOptions) {
    this.#log = createLog(options);
  }

  get count(): number {
    return this.#serving.size;
  }

  // #region start
  /** Serves a connection in a new thread. All threads of a process share its descriptors: the number is all that it needs. */
  start(fd: number, name: string): void {
    const data: ThreadData = { fd, name, options: this.options, order: this.#order.memory };
    const thread = new Worker(join(__dirname, 'thread.ts'), { workerData: data });
    this.#serving.set(thread, fd);
    thread.once('error', (error) => this.#log(`${name} its thread failed: ${String(error)}`));
    thread.once('exit', () => this.#serving.delete(thread));
  }
  // #endregion start

  /** One turn of the event loop: threads that have ended are counted off, and what they held is given back. */
  async settle(): Promise<void> {
    await turn();
  }

  async pause(): Promise<void> {
    await delay(PAUSE_MS);
  }

  // #region stop
  /** Tells every thread to stop, and wakes those that block in recv. Resolves when all have ended, or their time is up. */
  async stop(flag: StopFlag): Promise<void> {
    this.#order.give();
    for (const fd of this.#serving.values()) endReading(fd);
    while (this.count > 0 && flag.leftMs > 0) await this.pause();
  }
  // #endregion stop
}

/** A recv that blocks returns what is there, and then 0; the answers of calls in flight still leave. */
function endReading(fd: number): void {
  try {
    shutdown(fd, SHUT_RD);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error; // ENOTCONN, EBADF: the client or the thread was faster
  }
}
