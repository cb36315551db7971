// A thread's whole life: one connection. It starts with nothing but its data; even the
// functions are loaded again.

import { threadId, workerData } from 'node:worker_threads';
import { blockingContext, type ServeFlags } from '@bytes-up/server-kit';
import { serveConnection } from '@bytes-up/single-thread-sync';
import { stopOnOrder } from './stop-order';
import { ThreadStatus } from './thread-status';

/** What a thread can be given: data, and memory that is shared. No functions. */
export interface ThreadData {
  readonly fd: number;
  /** How the log calls the client. */
  readonly name: string;
  readonly flags: ServeFlags;
  readonly order: SharedArrayBuffer;
  readonly status: SharedArrayBuffer;
}

const { fd, name, flags, order, ...data } = workerData as ThreadData;
const status = new ThreadStatus(data.status);
const stop = stopOnOrder(order, flags.limits.graceMs);
const context = blockingContext(flags, stop, `thread ${threadId} `);
status.begin();
status.serving(fd, () => serveConnection(fd, context.who + name, context));
