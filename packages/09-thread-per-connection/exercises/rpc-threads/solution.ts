// my/rpc, step 7: a thread for each client, solved.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { close, getsockname, interruptOn, tryAccept, wasDelivered } from '@bytes-up/posix';
import { listenOn, serveConnection } from './blocking';

/** What a thread gets. Functions cannot be passed; numbers and shared memory can. */
interface ThreadData {
  /** The same number means the same connection in every thread of the process. */
  readonly fd: number;
  /** One integer: 1 tells the threads to stop. */
  readonly stop: Int32Array;
}

void (isMainThread ? acceptClients() : serveInThread(workerData as ThreadData));

async function serveInThread({ fd, stop }: ThreadData): Promise<void> {
  await serveConnection(fd, () => Atomics.load(stop, 0) === 1);
  // There is nothing left to do, so the thread ends.
}

async function acceptClients(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8080' },
    },
  });
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  // Signals go to the process. The threads check the shared integer instead.
  interruptOn('SIGTERM');
  interruptOn('SIGINT');
  const listener = listenOn(values.host, Number(values.port));
  console.log(`listening on ${values.host}:${getsockname(listener).port}`);
  while (!wasDelivered('SIGTERM') && !wasDelivered('SIGINT')) {
    // accept blocks this thread, so events such as a thread's error are delivered only
    // here.
    await nextTurn();
    const client = tryAccept(listener);
    if (typeof client === 'string') continue; // EAGAIN or EINTR: check the signals again
    const data: ThreadData = { fd: client.fd, stop };
    const thread = new Worker(__filename, { workerData: data });
    // Without a listener, an exception in one thread would end the process.
    thread.once('error', (error) => console.error(error));
  }
  close(listener);
  Atomics.store(stop, 0, 1);
  // The process ends by itself, with code 0, when the last thread has ended.
}
