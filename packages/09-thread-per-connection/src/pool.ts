// The pool: a fixed number of threads, each with chapter 08's loop on the same listening
// socket. The kernel gives each connection to one of those that block in accept.

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { close, interruptEachTime, SHUT_RDWR, shutdown } from '@bytes-up/posix';
import { boundConnections, isShortage, Shortage, WAKE_UP } from '@bytes-up/server-kit';
import type { BlockingCommand, BlockingContext } from '@bytes-up/server-kit';
import type { PoolThreadData } from './pool-thread';
import { StopOrder } from './stop-order';
import { ThreadStatus } from './thread-status';

/**
 * How often the main thread polls the stop flag, and looks for threads that have ended.
 * Milliseconds.
 */
const POLL_INTERVAL_MS = 20;
/**
 * A thread has an event loop of its own, with four descriptors, a copy of the listener,
 * and a connection.
 */
const DESCRIPTORS_EACH = 6;
/** How long to wait before a thread that failed is replaced, in milliseconds. */
const REPLACE_AFTER_MS = 500;

// #region serve
/**
 * Serves as many clients at a time as there are threads. Resolves as chapter 09's other
 * server does. It is ready when the first thread serves: before, no thread reads what a
 * client sends.
 */
export async function serveWithPool(
  listener: number,
  context: BlockingContext,
  { ready }: BlockingCommand,
): Promise<void> {
  const { stop } = context;
  const pool = new Pool(listener, context);
  const size = poolSize(context);
  let serves = false;
  while (!stop.poll()) {
    pool.fill(size); // at first all of them, later those that failed
    if (!serves && pool.serves) ready();
    serves ||= pool.serves;
    await delay(POLL_INTERVAL_MS);
  }
  pool.askToStop();
  shutdown(listener, SHUT_RDWR); // every accept that blocks returns
  while (pool.size > 0 && stop.leftMs > 0) {
    pool.wake(); // and every recv
    await delay(POLL_INTERVAL_MS);
  }
  close(listener);
}
// #endregion serve

/** --workers, or as many as the limits allow. */
function poolSize({ flags, limits, log }: BlockingContext): number {
  const wanted = Math.min(flags.workers ?? 1, limits.maxConnections);
  return boundConnections({ ...limits, maxConnections: wanted }, log, DESCRIPTORS_EACH)
    .maxConnections;
}

/** The threads that run. */
class Pool {
  readonly #threads = new Map<Worker, ThreadStatus>();
  readonly #order = new StopOrder();
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
  get serves(): boolean {
    return [...this.#threads.values()].some(({ hasBegun }) => hasBegun);
  }

  /**
   * Starts the threads that are missing. After a failure this waits for a while: the next
   * one could fail too.
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
    const { listener, context } = this;
    const status = new ThreadStatus();
    const data: PoolThreadData = {
      listener,
      flags: context.flags,
      order: this.#order.memory,
      status: status.memory,
    };
    const thread = new Worker(join(__dirname, 'pool-thread.ts'), { workerData: data });
    this.#threads.set(thread, status);
    thread.once('error', (error) => this.#failed(error));
    thread.once('exit', () => {
      this.#threads.delete(thread);
      status.closeLeftover();
    });
  }

  #failed(error: unknown): void {
    this.#nextStartAtMs = performance.now() + REPLACE_AFTER_MS;
    if (isShortage(error)) this.#shortage.note(error);
    else this.context.log(`a thread of the pool failed: ${String(error)}`);
  }

  askToStop(): void {
    this.#order.give();
  }

  wake(): void {
    for (const status of this.#threads.values()) status.wake();
  }
}
