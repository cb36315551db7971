// A thread blocks in recv without a timeout. A signal to this one thread makes the call
// fail with EINTR.

import { once } from 'node:events';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { setTimeout as delay } from 'node:timers/promises';
import { close, interruptEachTime, pthread_kill, pthread_self, socketpair, tryRecv } from '..';
import { report } from './report';

interface Task {
  readonly fd: number;
  /** The thread's id, and what recv returned: 1 is EINTR. */
  readonly memory: SharedArrayBuffer;
}

if (isMainThread) void main();
else block(workerData as Task);

async function main(): Promise<void> {
  interruptEachTime('SIGUSR2');
  const [fd, other] = socketpair();
  const memory = new SharedArrayBuffer(16);
  const words = new BigInt64Array(memory);
  const thread = new Worker(__filename, { workerData: { fd, memory } satisfies Task });
  let ended = false;
  const end = once(thread, 'exit').then(() => (ended = true));
  while (!ended) {
    const id = Atomics.load(words, 0);
    // repeated, because the first signal may come before the call
    if (id !== 0n) pthread_kill(Number(id), 'SIGUSR2');
    await delay(5);
  }
  await end;
  report({ interrupted: words[1] === 1n, differs: Number(words[0]) !== pthread_self() });
  close(fd);
  close(other);
}

function block({ fd, memory }: Task): void {
  const words = new BigInt64Array(memory);
  Atomics.store(words, 0, BigInt(pthread_self()));
  const result = tryRecv(fd, Buffer.alloc(1));
  Atomics.store(words, 1, result === 'EINTR' ? 1n : 0n);
}
