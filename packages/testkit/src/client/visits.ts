// Visits: connect, call, leave. They measure the cost of a connection in a model.

import type { StartedServer } from '../process/launch';
import { TestClient } from './test-client';

/** One visit after the other for the given time. @returns visits per second */
export async function visitsPerSecond(
  address: StartedServer['address'],
  durationMs: number,
): Promise<number> {
  const startedAtMs = performance.now();
  let visits = 0;
  while (performance.now() < startedAtMs + durationMs) {
    await visit(address);
    visits++;
  }
  return (visits * 1000) / (performance.now() - startedAtMs);
}

/**
 * The quickest of so many visits, in milliseconds: what the server needs, without what a
 * busy machine adds.
 */
export async function quickestVisitMs(
  address: StartedServer['address'],
  visits: number,
): Promise<number> {
  let quickestMs = Infinity;
  for (let n = 0; n < visits; n++) {
    const startedAtMs = performance.now();
    await visit(address);
    quickestMs = Math.min(quickestMs, performance.now() - startedAtMs);
  }
  return quickestMs;
}

/** Connects, makes one call and leaves. */
export async function visit(address: StartedServer['address']): Promise<void> {
  const client = await TestClient.connect(address);
  await client.call({ in: 'ping' });
  client.close();
}
