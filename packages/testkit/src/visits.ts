// Visits: connect, ask, leave. What a connection costs a model is what they measure.

import { TestClient } from './client';
import type { StartedServer } from './launch';

/** One visit after the other for so long. @returns how many there were in a second */
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

/** Connects, asks once and leaves. */
export async function visit(address: StartedServer['address']): Promise<void> {
  const client = await TestClient.connect(address);
  await client.call({ in: 'ping' });
  client.close();
}
