// Chapter 08's server around the learner's functions: serves one client after the other.
// Its first argument is the learner's file, followed by --host and --port.

import path from 'node:path';
import { parseArgs } from 'node:util';
import { close, getsockname, interruptOn, tryAccept, wasDelivered } from '@bytes-up/posix';
import type { Blocking } from './blocking';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

const [file = '', ...args] = process.argv.slice(2);
const { values } = parseArgs({
  args,
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8080' },
  },
});
void serve(values.host, Number(values.port));

async function serve(host: string, port: number): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  const { listenOn, serveConnection } = require(path.resolve(file)) as Blocking;
  for (const name of SIGNALS) interruptOn(name);
  const stopped = (): boolean => SIGNALS.some(wasDelivered);
  const listener = listenOn(host, port);
  console.log(`listening on ${host}:${getsockname(listener).port}`);
  while (!stopped()) {
    const client = tryAccept(listener);
    if (typeof client !== 'string') await serveConnection(client.fd, stopped);
  }
  close(listener);
}
