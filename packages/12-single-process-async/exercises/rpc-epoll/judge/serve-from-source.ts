// The judge's program around the learner's module: `serve` with a listening socket that
// has a second open descriptor, as in a process that forks. Its first argument is the
// learner's file, followed by --host and --port.

import { parseArgs } from 'node:util';
import {
  AF_INET,
  bind,
  F_DUPFD,
  F_GETFD,
  fcntl,
  getsockname,
  interruptOn,
  listen,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  socket,
  tryAccept4,
  wasDelivered,
} from '@bytes-up/posix';

interface Epoll {
  readonly serve: (
    source: { readonly fd: number; next(): number | undefined },
    stopped: () => boolean,
  ) => Promise<void>;
}

const [file = '', ...args] = process.argv.slice(2);
const { values } = parseArgs({
  args,
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8080' },
  },
});
void main(values.host, Number(values.port));

async function main(host: string, port: number): Promise<void> {
  const fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
  bind(fd, { host, port });
  listen(fd);
  fcntl(fd, F_DUPFD);
  console.log(`listening on ${host}:${getsockname(fd).port}`);
  // A file that does not check whether it is the main program parses these flags.
  process.argv.splice(2, Infinity, '--port', '0');
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  const { serve } = require(file) as Epoll;
  console.log('imported');
  interruptOn('SIGTERM');
  const next = (): number | undefined => {
    const client = tryAccept4(fd, SOCK_NONBLOCK);
    return typeof client === 'string' ? undefined : client.fd;
  };
  // Not at once: no signal interrupts the wait, so a loop has to check again and again.
  let asked = 0;
  await serve({ fd, next }, () => wasDelivered('SIGTERM') && ++asked > 1);
  console.error(`resolved, and the source is ${isOpen(fd) ? 'open' : 'closed'}`);
}

function isOpen(fd: number): boolean {
  try {
    fcntl(fd, F_GETFD);
    return true;
  } catch {
    return false; // EBADF
  }
}
