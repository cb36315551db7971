// The store as a process: chapter 06's counter, which does each keyed call once. It takes --port, says when it listens, and SIGTERM
// stops it.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CounterServer } from '@bytes-up/request-id';

async function main(): Promise<void> {
  const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
  const { server } = new CounterServer();
  server.listen(process.argv.includes('--port') ? port : 0, '127.0.0.1');
  await once(server, 'listening');
  process.once('SIGTERM', () => process.exit(0));
  process.stdout.write(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}\n`);
}

void main();
