// Worker threads block in accept on one socket; each serves one client, and blocks again.
// Shutting down the listening socket ends all of them, and so the program.

import { once } from 'node:events';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { accept, bind, close, connect, getsockname, listen, recv, send } from '..';
import { shutdown, SHUT_RDWR, socket, SystemError } from '..';
import { report } from './report';

const THREADS = 4;

if (isMainThread) void main();
else work(workerData as number);

async function main(): Promise<void> {
  const listener = socket();
  bind(listener, { host: '127.0.0.1', port: 0 });
  listen(listener);
  const workers = Array.from({ length: THREADS }, () => {
    return new Worker(__filename, { workerData: listener });
  });
  await Promise.all(workers.map((worker) => once(worker, 'online')));
  let served = 0;
  for (let i = 0; i < 100; i++) {
    const fd = socket();
    connect(fd, getsockname(listener));
    send(fd, Buffer.from([i]));
    const answer = Buffer.alloc(1);
    if (recv(fd, answer) === 1 && answer[0] === i) served++;
    close(fd);
  }
  const ends = workers.map((worker) => once(worker, 'exit'));
  shutdown(listener, SHUT_RDWR);
  report({ served, exits: (await Promise.all(ends)).map(([code]) => code as number) });
  close(listener);
}

function work(listener: number): void {
  const buffer = Buffer.alloc(1);
  try {
    for (;;) {
      const { fd } = accept(listener);
      recv(fd, buffer);
      send(fd, buffer);
      close(fd);
    }
  } catch (error) {
    if ((error as SystemError).code !== 'EINVAL') throw error;
  }
}
