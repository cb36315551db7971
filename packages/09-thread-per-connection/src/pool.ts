// The pool: a fixed number of threads, each of which is a server of chapter 08 on the same listening socket. The kernel gives
// each connection to one of those that block in accept.

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { close, SHUT_RDWR, shutdown } from '@bytes-up/posix';
import type { BlockingContext } from '@bytes-up/single-thread-sync';
import type { PoolThreadData } from './pool-thread';
import { StopOrder } from './stop-order';

/** How often the main thread looks whether it shall stop, and whether a thread is gone, in milliseconds. */
const LOOK_EVERY_MS = 20;

// #region serve
/** Serves as many clients at a time as there are threads. Resolves as chapter 09's other server does. */
export async function serveWithPool(listener: number, context: BlockingContext): Promise<void> {
  const { stop, options, limits, log } = context;
  const order = new StopOrder();
  const size = Math.min(options.workers ?? 1, limits.maxConnections);
  const threads = new Set<Worker>();
  const start = (): void => {
    const data: PoolThreadData = { listener, options, order: order.memory };
    const thread = new Worker(join(__dirname, 'pool-thread.ts'), { workerData: data });
    threads.add(thread);
    thread.once('error', (error) => log(`a thread of the pool failed: ${String(error)}`));
    thread.once('exit', () => threads.delete(thread));
  };
  while (!stop.look()) {
    while (threads.size < size) start(); // at first all of them, later those that failed
    await delay(LOOK_EVERY_MS);
  }
  order.give();
  shutdown(listener, SHUT_RDWR); // every accept that blocks returns
  while (threads.size > 0 && stop.leftMs > 0) await delay(LOOK_EVERY_MS);
  close(listener);
}
// #endregion serve
