// A thread of the pool: chapter 08's server, loop and all.

import { threadId, workerData } from 'node:worker_threads';
import { dup } from '@bytes-up/posix';
import { contextFor, serve } from '@bytes-up/single-thread-sync';
import type { ServerOptions } from '@bytes-up/server-command';
import { stopOnOrder } from './stop-order';

export interface PoolThreadData {
  readonly listener: number;
  readonly options: ServerOptions;
  readonly order: SharedArrayBuffer;
}

const { listener, options, order } = workerData as PoolThreadData;
const stop = stopOnOrder(order, options.limits.graceMs);
serve(dup(listener), contextFor(options, stop, `thread ${threadId} `)); // a descriptor of its own: serve closes it
