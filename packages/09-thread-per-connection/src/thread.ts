// A thread's whole life: one connection. It starts with nothing but what it was given; even the functions are loaded anew.

import { threadId, workerData } from 'node:worker_threads';
import { contextFor, serveConnection } from '@bytes-up/single-thread-sync';
import type { ServerOptions } from '@bytes-up/server-kit';
import { stopOnOrder } from './stop-order';
import { ThreadStatus } from './thread-status';

/** What can be handed to a thread: data, and memory that is shared. No functions. */
export interface ThreadData {
  readonly fd: number;
  /** How the log calls the client. */
  readonly name: string;
  readonly options: ServerOptions;
  readonly order: SharedArrayBuffer;
  readonly status: SharedArrayBuffer;
}

const { fd, name, options, order, ...data } = workerData as ThreadData;
const status = new ThreadStatus(data.status);
const stop = stopOnOrder(order, options.limits.graceMs);
const context = contextFor(options, stop, `thread ${threadId} `);
status.begin();
status.serving(fd, () => serveConnection(fd, context.who + name, context));
