// The demo of chapter 07: one slow call among fast ones, over one connection without ids,
// over a pool, and over one connection with ids. Then the retries of an outage.

import { join } from 'node:path';
import { askBefore, drawTimeline, launch, typescriptCommand } from '@bytes-up/testkit';
import { Client, type ClientOptions } from '.';
import { predictions } from './demo/predictions';
import { FAST, retriesIn, slowAmongFast } from './demo/slow-and-fast';

const ROUNDS = 40;

const WAYS: readonly (readonly [name: string, options: ClientOptions])[] = [
  ['one connection, no ids', { connection: { matching: 'in order' } }],
  ['a pool of three', { pool: { max: 3 }, connection: { matching: 'in order' } }],
  ['one connection, with ids', {}],
];

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  await ask('fast-behind-slow');
  await ask('fast-with-ids');
  await ask('listeners-of-a-signal');
  const command = typescriptCommand(
    join(__dirname, '../../12-single-process-async/src/main.ts'),
    '--quiet',
    '--test-methods',
  );
  const { process: server, address } = await launch(command);
  try {
    for (const [name, options] of WAYS) {
      const client = new Client(address, options);
      await client.call('ping'); // connected
      console.log(`\nA slow call and ${FAST} fast ones at once, over ${name}:\n`);
      console.log(drawTimeline(await slowAmongFast(client)));
      await client.close();
    }
    console.log('\n= in flight  A response arrived');
    console.log(`\nThe fast calls beside a slow one, ${ROUNDS} times, in milliseconds:\n`);
    console.log(
      `${''.padEnd(28)}${['p50', 'p90', 'longest'].map((word) => word.padStart(9)).join('')}`,
    );
    for (const [name, options] of WAYS) {
      const client = new Client(address, options);
      await client.call('ping');
      console.log(`${name.padEnd(28)}${(await fastLatencies(client)).join('')}`);
      await client.close();
    }
  } finally {
    await server.stop();
  }
  await ask('retries-with-a-budget');
  await outage();
}

async function fastLatencies(client: Client): Promise<string[]> {
  const tookMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const slow = client.call('sleep', { ms: 20 });
    const fast = Array.from({ length: FAST }, async () => {
      const startedAtMs = performance.now();
      await client.call('ping');
      tookMs.push(performance.now() - startedAtMs);
    });
    await Promise.all([slow, ...fast]);
  }
  tookMs.sort((a, b) => a - b);
  return [0.5, 0.9, 1].map((part) => {
    const index = Math.min(tookMs.length - 1, Math.floor(part * tookMs.length));
    return (tookMs[index] ?? 0).toFixed(2).padStart(9);
  });
}

/** A hundred calls to a dead server: with three attempts each, and with a budget. */
async function outage(): Promise<void> {
  console.log('\nA hundred calls in a row to a port where no server listens:\n');
  for (const [name, budget] of [
    ['three attempts each', 2],
    ['a budget of a tenth', 0.1],
  ] as const) {
    console.log(`${name.padEnd(28)}${await retriesIn(100, budget)} retries`);
  }
}

void main();
