// A thread pool: a fixed number of threads, which all run chapter 08's loop on the same
// listening socket. The kernel gives each connection to one of the threads in accept.

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { close, dup, interruptEachTime, SHUT_RDWR, shutdown } from '@bytes-up/posix';
import { boundConnections, isShortage, Shortage, WAKE_UP } from '@bytes-up/server-kit';
import type { BlockingCommand, BlockingContext } from '@bytes-up/server-kit';
import type { PoolThreadData } from './pool-thread';
import { SharedStopFlag } from './shared-stop-flag';
import { ThreadStatus } from './thread-status';

/** How often the main thread polls, in milliseconds: the stop flag, and ended threads. */
const POLL_INTERVAL_MS = 20;
/**
 * Descriptors per thread: four for its own event loop, a copy of the listener, and a
 * connection.
 */
const DESCRIPTORS_EACH = 6;
/** How long to wait before restarting a thread that failed, in milliseconds. */
const REPLACE_AFTER_MS = 500;

// #region serve
/**
 * Serves as many clients at a time as there are threads. Resolves when all threads have
 * ended, or the grace period expires. It is ready when the first thread accepts, because
 * until then no thread reads what a client sends.
 */
export async function serveWithPool(
  listener: number,
  context: BlockingContext,
  { ready }: BlockingCommand,
): Promise<void> {
  const { stop } = context;
  const pool = new Pool(listener, context);
  const size = poolSize(context);
  let isReady = false;
  while (!stop.poll()) {
    pool.fill(size); // at first all of them, later those that failed
    if (!isReady && pool.isReady) ready();
    isReady ||= pool.isReady;
    await delay(POLL_INTERVAL_MS);
  }
  pool.requestStop();
  shutdown(listener, SHUT_RDWR); // ends every accept that blocks
  while (pool.size > 0 && stop.leftMs > 0) {
    pool.wake(); // ends every recv that blocks
    await delay(POLL_INTERVAL_MS);
  }
  close(listener);
}
// #endregion serve

/** --workers, or fewer if the limits do not allow so many. */
function poolSize({ flags, limits, log }: BlockingContext): number {
  const wanted = Math.min(flags.workers ?? 1, limits.maxConnections);
  return boundConnections({ ...limits, maxConnections: wanted }, log, DESCRIPTORS_EACH)
    .maxConnections;
}

/** The threads that are running. */
class Pool {
  readonly #threads = new Map<Worker, ThreadStatus>();
  readonly #stopFlag = new SharedStopFlag();
  readonly #shortage: Shortage;
  #nextStartAtMs = 0;

  constructor(
    private readonly listener: number,
    private readonly context: BlockingContext,
  ) {
    this.#shortage = new Shortage(context.log, 'the pool is smaller until there is room');
    interruptEachTime(WAKE_UP);
  }

  get size(): number {
    return this.#threads.size;
  }

  /** Whether at least one thread accepts. */
  get isReady(): boolean {
    return [...this.#threads.values()].some(({ isReady }) => isReady);
  }

  /**
   * Starts the threads that are missing. After a failure it starts none for a while,
   * because the next one could fail too.
   */
  fill(size: number): void {
    while (this.size < size && performance.now() >= this.#nextStartAtMs) {
      try {
        this.#start();
      } catch (error) {
        this.#failed(error);
      }
    }
  }

  #start(): void {
    const { context } = this;
    const status = new ThreadStatus();
    // A descriptor of the thread's own: its acceptor closes it at the stop.
    const listener = dup(this.listener);
    const closeListener = (): void => {
      if (!this.context.stop.requested) close(listener);
    };
    const data: PoolThreadData = {
      listener,
      flags: context.flags,
      stopFlag: this.#stopFlag.memory,
      status: status.memory,
    };
    let thread: Worker;
    try {
      thread = new Worker(join(__dirname, 'pool-thread.ts'), { workerData: data });
    } catch (error) {
      closeListener();
      throw error;
    }
    this.#threads.set(thread, status);
    thread.once('error', (error) => this.#failed(error));
    thread.once('exit', () => {
      this.#threads.delete(thread);
      status.closeLeftover();
      closeListener();
    });
  }

  #failed(error: unknown): void {
    this.#nextStartAtMs = performance.now() + REPLACE_AFTER_MS;
    if (isShortage(error)) this.#shortage.note(error);
    else this.context.log(`pool thread failed: ${String(error)}`);
  }

  requestStop(): void {
    this.#stopFlag.set();
  }

  wake(): void {
    for (const status of this.#threads.values()) status.wake();
  }
}
