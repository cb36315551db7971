// A thread of the pool: chapter 08's loop. It also records which connection is open, so
// that the main thread can close it if this thread fails.

import { threadId, workerData } from 'node:worker_threads';
import { Acceptor, blockingContext, type ServeFlags } from '@bytes-up/server-kit';
import { serveConnection } from '@bytes-up/single-thread-sync';
import { stopOnSharedFlag } from './shared-stop-flag';
import { ThreadStatus } from './thread-status';

export interface PoolThreadData {
  /** A descriptor of this thread's own. */
  readonly listener: number;
  readonly flags: ServeFlags;
  readonly stopFlag: SharedArrayBuffer;
  readonly status: SharedArrayBuffer;
}

const { listener, flags, stopFlag, ...data } = workerData as PoolThreadData;
const status = new ThreadStatus(data.status);
const stop = stopOnSharedFlag(stopFlag, flags.limits.graceMs);
const context = blockingContext(flags, stop, `thread ${threadId} `);
const acceptor = new Acceptor(listener, context);
status.markReady();
while (!stop.poll()) {
  const client = acceptor.accept();
  if (client === undefined) continue;
  const { fd, name } = client;
  status.serving(fd, () => serveConnection(fd, name, context));
}
