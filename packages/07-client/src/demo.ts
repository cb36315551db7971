// The demo of chapter 07: one slow call among fast ones, over one connection without ids,
// over a pool, and over one connection with ids. Then the retries of an outage.

import { join } from 'node:path';
import { drawTimeline, launch, typescriptCommand, type TimelineEvent } from '@bytes-up/testkit';
import { Client, type ClientOptions } from '.';

const SLOW_MS = 120;
const FAST = 5;
const ROUNDS = 40;

const WAYS: readonly (readonly [name: string, options: ClientOptions])[] = [
  ['one connection, no ids', { connection: { matching: 'in order' } }],
  ['a pool of three', { pool: { max: 3 }, connection: { matching: 'in order' } }],
  ['one connection, with ids', {}],
];

async function main(): Promise<void> {
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
  await outage();
}

/** The slow call first, then the fast ones, all in one tick. */
async function slowAmongFast(client: Client): Promise<TimelineEvent[]> {
  const events: TimelineEvent[] = [];
  const traced = async (name: string, call: Promise<unknown>): Promise<void> => {
    events.push({ atMs: performance.now(), client: name, step: 'accepted' });
    await call;
    events.push({ atMs: performance.now(), client: name, step: 'answered' });
  };
  const fast = Array.from({ length: FAST }, (_, n) => `fast ${n + 1}`);
  await Promise.all([
    traced('slow', client.call('sleep', { ms: SLOW_MS })),
    ...fast.map((name) => traced(name, client.call('ping', name))),
  ]);
  return events;
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
  const { process: server, address } = await launch(
    typescriptCommand(join(__dirname, '../../12-single-process-async/src/main.ts'), '--quiet'),
  );
  await server.stop();
  for (const [name, budget] of [
    ['three attempts each', 2],
    ['a budget of a tenth', 0.1],
  ] as const) {
    let retries = 0;
    const client = new Client(address, {
      pool: { max: 1 },
      retries: { baseMs: 0, budget, reserve: budget === 2 ? 1000 : 5 },
      hooks: { onRetry: () => retries++ },
    });
    for (let n = 0; n < 100; n++) await client.call('ping').catch(() => undefined);
    console.log(`${name.padEnd(28)}${retries} retries`);
    await client.close();
  }
}

void main();
