// A child with an event loop of its own serves node:net on the listening socket that it
// inherited. The parent, with blocking calls, is its client, then stops it.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { bind, close, connect, forkChild, forkEventLoop, getsockname } from '..';
import { kill, listen, recv, send, socket, waitpid } from '..';
import { report } from './report';

const listener = socket();
bind(listener, { host: '127.0.0.1', port: 0 });
listen(listener);
const address = getsockname(listener);

const watchedBefore = watched();
const child = forkChild();
if (child === 0) serve();
else ask();

function serve(): void {
  forkEventLoop();
  const server = createServer((connection) => {
    connection.on('data', (bytes) => {
      setTimeout(() => {
        void readFile('/proc/self/comm', 'latin1').then((name) => {
          connection.end(`${bytes.toString()} from ${process.pid}, ${name.trim().length > 0}`);
        });
      }, 1);
    });
  });
  server.listen({ fd: listener });
  process.on('SIGTERM', () => server.close(() => process.exit(3)));
}

function ask(): void {
  close(listener);
  const answers: string[] = [];
  const buffer = Buffer.alloc(100);
  for (let i = 0; i < 20; i++) {
    const fd = socket();
    connect(fd, address);
    send(fd, Buffer.from(`answer ${i}`));
    answers.push(buffer.toString('latin1', 0, recv(fd, buffer)));
    close(fd);
  }
  const watchedMeanwhile = watched();
  kill(child, 'SIGTERM');
  report({ child, answers, ended: waitpid(child), watchedBefore, watchedMeanwhile });
}

/**
 * How many descriptors this process's epoll instances watch (`man 5 proc`, fdinfo). If
 * the child shared one, its descriptors would count here too.
 */
function watched(): number {
  return (
    readdirSync('/proc/self/fd')
      // not that of the folder, which is closed by now
      .filter((fd) => existsSync(`/proc/self/fdinfo/${fd}`))
      .map((fd) => readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1').split('tfd:').length - 1)
      .reduce((sum, count) => sum + count, 0)
  );
}
