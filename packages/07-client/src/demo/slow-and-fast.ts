// Two experiments of chapter 07's demo: fast calls beside a slow one, and the retries of
// an outage.

import { createServer, type AddressInfo } from 'node:net';
import type { TimelineEvent } from '@bytes-up/testkit';
import { Client } from '..';

/**
 * How long the slow call takes; on a busy machine so many times as long as a fast one.
 */
const [SLOW_MS, TIMES_SLOWER] = [120, 5];
export const FAST = 5;

/** The slow call first, then the fast ones, all in one tick. */
export async function slowAmongFast(client: Client): Promise<TimelineEvent[]> {
  const slowMs = Math.max(SLOW_MS, Math.ceil(TIMES_SLOWER * (await slowestPingMs(client))));
  const events: TimelineEvent[] = [];
  const traced = async (name: string, call: Promise<unknown>): Promise<void> => {
    events.push({ atMs: performance.now(), client: name, step: 'accepted' });
    await call;
    events.push({ atMs: performance.now(), client: name, step: 'answered' });
  };
  const fast = Array.from({ length: FAST }, (_, n) => `fast ${n + 1}`);
  await Promise.all([
    traced('slow', client.call('sleep', { ms: slowMs })),
    ...fast.map((name) => traced(name, client.call('ping', name))),
  ]);
  return events;
}

async function slowestPingMs(client: Client): Promise<number> {
  let slowestMs = 0;
  for (let n = 0; n < FAST; n++) {
    const startedAtMs = performance.now();
    await client.call('ping');
    slowestMs = Math.max(slowestMs, performance.now() - startedAtMs);
  }
  return slowestMs;
}

/** Calls to a port where no server listens, one after the other. */
export async function retriesIn(calls: number, budget: number): Promise<number> {
  let retries = 0;
  const client = new Client(await deadAddress(), {
    pool: { max: 1 },
    retries: { baseMs: 0, budget, reserve: budget >= 1 ? 1000 : 5 },
    hooks: { onRetry: () => retries++ },
  });
  for (let n = 0; n < calls; n++) await client.call('ping').catch(() => undefined);
  await client.close();
  return retries;
}

/** Where a server listened a moment ago. */
async function deadAddress(): Promise<{ host: string; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { address: host, port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { host, port };
}
