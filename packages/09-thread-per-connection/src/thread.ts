// A thread that serves one connection and ends. It starts with nothing but its data, so
// it loads even the functions again.

import { threadId, workerData } from 'node:worker_threads';
import { blockingContext, type ServeFlags } from '@bytes-up/server-kit';
import { serveConnection } from '@bytes-up/single-thread-sync';
import { stopOnSharedFlag } from './shared-stop-flag';
import { ThreadStatus } from './thread-status';

/** What can be passed to a thread: data and shared memory, but no functions. */
export interface ThreadData {
  readonly fd: number;
  /** The client's name in the log. */
  readonly name: string;
  readonly flags: ServeFlags;
  readonly stopFlag: SharedArrayBuffer;
  readonly status: SharedArrayBuffer;
}

const { fd, name, flags, stopFlag, ...data } = workerData as ThreadData;
const status = new ThreadStatus(data.status);
const stop = stopOnSharedFlag(stopFlag, flags.limits.graceMs);
const context = blockingContext(flags, stop, `thread ${threadId} `);
status.markReady();
status.serving(fd, () => serveConnection(fd, context.who + name, context));
