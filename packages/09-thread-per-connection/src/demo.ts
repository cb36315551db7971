// The demo of chapter 09: three clients with a thread each, and with a pool of two; what
// a thread costs and what it is good for; and what goes wrong with shared memory.

import { dirname, join } from 'node:path';
import {
  askBefore,
  launch,
  showThreeClients,
  TestClient,
  typescriptCommand,
  untilIdle,
} from '@bytes-up/testkit';
import { visitsPerSecond } from '@bytes-up/testkit';
import { count, type Way } from './data-race';
import { predictions } from './demo/predictions';

const ROUND_MS = 200;
const CALLERS = 4;
const CALLS = 15;
const TERMS = 10_000_000;
const ADDERS = 2;
const ADDITIONS = 1_000_000;

const chapter08 = dirname(require.resolve('@bytes-up/single-thread-sync/package.json'));
const MODELS: Readonly<Record<string, readonly string[]>> = {
  'chapter 08, one thread': typescriptCommand(join(chapter08, 'src/main.ts')),
  'a thread each': typescriptCommand(join(__dirname, 'main.ts')),
  'a pool of four': pool(4),
};

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  await ask('processes-in-ps');
  await showThreeClients('A server of chapter 09', MODELS['a thread each'] ?? []);
  await ask('third-client-of-two');
  await showThreeClients('\nA pool of two threads', pool(2), 2);
  await ask('cost-of-a-thread');
  console.log('\nClients that connect, make one call and leave, one after the other:\n');
  for (const [name, command] of Object.entries(MODELS)) await visits(name, command);
  console.log(`\n${CALLERS} clients at the same time, each with ${CALLS} calls that compute:\n`);
  for (const [name, command] of Object.entries(MODELS)) await computing(name, command);
  await ask('two-adders');
  console.log(
    `\n${ADDERS} threads add one to the same counter, ${amount(ADDITIONS)} times each:\n`,
  );
  for (const way of ['read, add, write', 'Atomics.add'] as const) await race(way);
}

function pool(threads: number): readonly string[] {
  const flags = ['--engine', 'pool', '--workers', String(threads)];
  return typescriptCommand(join(__dirname, 'main.ts'), ...flags);
}

async function visits(name: string, command: readonly string[]): Promise<void> {
  const { process: server, address } = await launch([...command, '--quiet']);
  try {
    await visitsPerSecond(address, ROUND_MS / 2); // warm-up: V8 compiles both sides
    const perSecond = await visitsPerSecond(address, ROUND_MS);
    const eachMs = (1000 / perSecond).toFixed(2);
    row(name, `${amount(perSecond).padStart(7)} clients/s${eachMs.padStart(8)} ms each`);
  } finally {
    await server.stop();
  }
}

/**
 * Each client leaves when it has its answers, so that chapter 08's server can serve the
 * next one.
 */
async function computing(name: string, command: readonly string[]): Promise<void> {
  const { process: server, address } = await launch([...command, '--quiet']);
  try {
    await untilIdle(server.pid); // all threads of the pool have started
    const startedAtMs = performance.now();
    const callers = Array.from({ length: CALLERS }, async () => {
      const client = await TestClient.connect(address);
      await client.send(...Array.from({ length: CALLS }, () => ({ in: 'pi', params: TERMS })));
      await client.receive(CALLS);
      client.close();
    });
    await Promise.all(callers);
    row(
      name,
      `${(performance.now() - startedAtMs).toFixed(0).padStart(7)} ms until all are answered`,
    );
  } finally {
    await server.stop();
  }
}

async function race(way: Way): Promise<void> {
  const counted = await count(way, ADDERS, ADDITIONS);
  const lost = ADDERS * ADDITIONS - counted;
  row(way, `${amount(counted).padStart(9)} counted, ${amount(lost)} lost`);
}

function amount(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function row(name: string, text: string): void {
  console.log(`${name.padEnd(24)}${text}`);
}

void main();
