// One client of chapter 08's demo that calls for a while, and when its replies arrive.

import { TestClient, type StartedServer } from '@bytes-up/testkit';

export interface Arrivals {
  readonly lengthMs: number;
  readonly bodyMs: number;
}

/**
 * One connection, one call at a time. `slowest` says when the two pieces of the slowest
 * reply arrived, counted from its request.
 */
export async function pingFor(
  durationMs: number,
  address: StartedServer['address'],
): Promise<{ calls: number; tookMs: number; quickestMs: number; slowest: Arrivals }> {
  const client = await TestClient.connect(address);
  let slowest: Arrivals = { lengthMs: 0, bodyMs: 0 };
  let quickestMs = Infinity;
  let calls = 0;
  let firstPieceAtMs: number | undefined;
  client.socket.prependListener('data', () => (firstPieceAtMs ??= performance.now()));
  const startedAtMs = performance.now();
  for (let sentAtMs = startedAtMs; sentAtMs < startedAtMs + durationMs;) {
    firstPieceAtMs = undefined;
    client.answers.length = 0;
    await client.send({ in: 'ping', params: 'hello' });
    await client.receive(1);
    calls++;
    const nowMs = performance.now();
    const bodyMs = nowMs - sentAtMs;
    quickestMs = Math.min(quickestMs, bodyMs);
    if (bodyMs > slowest.bodyMs) {
      slowest = { lengthMs: (firstPieceAtMs ?? nowMs) - sentAtMs, bodyMs };
    }
    sentAtMs = nowMs;
  }
  const tookMs = performance.now() - startedAtMs;
  client.close();
  return { calls, tookMs, quickestMs, slowest };
}
