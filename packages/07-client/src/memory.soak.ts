// A million calls do not grow the heap: a finished call leaves nothing behind.

import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { launch, typescriptCommand } from '@bytes-up/testkit';
import { Client, type ClientOptions } from '.';

const CALLS = 1_000_000;
const IN_FLIGHT = 64;
/** Allowed growth of the heap after the first hundred thousand calls. */
const MAX_GROWTH_BYTES = 2 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

async function callMany(client: Client, calls: number): Promise<void> {
  let left = calls;
  const chain = async (): Promise<void> => {
    while (left-- > 0) await client.call('ping', 'x');
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, chain));
}

test.each<[name: string, options: ClientOptions]>([
  ['one connection', {}],
  ['a pool', { pool: { max: 8 } }],
])(
  'memory is flat over a million calls over %s',
  async (_name, options) => {
    const main = join(__dirname, '../../12-single-process-async/src/main.ts');
    const server = await launch(typescriptCommand(main, '--quiet'));
    const client = new Client(server.address, options);
    try {
      await callMany(client, CALLS / 10);
      const before = heapBytes();
      await callMany(client, CALLS);
      const growth = heapBytes() - before;
      console.log(`the heap grew by ${growth} bytes in ${CALLS} calls`);
      expect(growth).toBeLessThan(MAX_GROWTH_BYTES);
    } finally {
      await client.close();
      await server.process.stop();
    }
  },
  300_000,
);
