// The store as a process: the counter of chapter 06, which runs each keyed call once. It
// takes --port, prints the ready line, and stops on SIGTERM.

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
