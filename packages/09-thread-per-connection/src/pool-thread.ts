// A thread of the pool: chapter 08's server, loop and all.

import { threadId, workerData } from 'node:worker_threads';
import { dup } from '@bytes-up/posix';
import { contextFor, serve, serveConnection } from '@bytes-up/single-thread-sync';
import type { ServerOptions } from '@bytes-up/server-kit';
import { stopOnOrder } from './stop-order';
import { ThreadStatus } from './thread-status';

export interface PoolThreadData {
  readonly listener: number;
  readonly options: ServerOptions;
  readonly order: SharedArrayBuffer;
  readonly status: SharedArrayBuffer;
}

const { listener, options, order, ...data } = workerData as PoolThreadData;
const status = new ThreadStatus(data.status);
const stop = stopOnOrder(order, options.limits.graceMs);
const own = dup(listener); // a descriptor of its own: serve closes it
status.begin();
serve(own, contextFor(options, stop, `thread ${threadId} `), (fd, name, context) => {
  status.serving(fd, () => serveConnection(fd, name, context));
});
