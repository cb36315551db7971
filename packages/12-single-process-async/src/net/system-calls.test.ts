// The system calls of a request decide this server's speed, and unlike times they can be
// counted exactly. Linux counts the reads and writes of each process.

import { readFileSync } from 'node:fs';
import { launch, TestClient, type StartedServer } from '@bytes-up/testkit';
import { engines } from '../testing/subject';

const CONNECTIONS = 50;
const ROUNDS = 10;

let server: StartedServer;
const clients: TestClient[] = [];

beforeAll(async () => {
  server = await launch([...(engines[0]?.command ?? []), '--quiet']);
  for (let n = 0; n < CONNECTIONS; n++) clients.push(await TestClient.connect(server.address));
});

afterAll(async () => {
  for (const each of clients) each.close();
  await server.process.stop();
});

/** Calls of read and write, and their siblings, since the server started. */
function readsAndWrites(): number {
  const counters = readFileSync(`/proc/${server.process.pid}/io`, 'latin1');
  const counter = (name: string): number =>
    Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(counters)?.[1]);
  return counter('syscr') + counter('syscw');
}

/** Each client sends its requests in one write, and waits for all answers. */
async function round(inFlight: number): Promise<void> {
  const requests = Array.from({ length: inFlight }, (_, id) => ({ in: 'ping', id }));
  await Promise.all(
    clients.map(async (client) => {
      const expected = client.answers.length + inFlight;
      await client.send(...requests);
      await client.receive(expected);
    }),
  );
}

test.each([
  [1, 2.2],
  [16, 0.15],
])(
  'with %d in flight on each connection, a request takes at most %d reads and writes',
  async (inFlight, atMost) => {
    await round(inFlight); // what happens once does not count
    const before = readsAndWrites();
    for (let n = 0; n < ROUNDS; n++) await round(inFlight);
    const perRequest = (readsAndWrites() - before) / (ROUNDS * CONNECTIONS * inFlight);
    expect(perRequest).toBeGreaterThan(0.1); // the counter sees them
    expect(perRequest).toBeLessThanOrEqual(atMost);
  },
);
