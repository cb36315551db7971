// Chapter 14's demo: clients of which every second one leaves.

import { openings, TestClient, type StartedServer } from '@bytes-up/testkit';

/** @returns the workers of the clients that stay */
export async function stayingClients(
  { process: server, address }: StartedServer,
  count: number,
): Promise<readonly string[]> {
  const staying: TestClient[] = [];
  try {
    for (let n = 0; n < 2 * count; n++) {
      const client = await TestClient.connect(address);
      await client.call({ in: 'ping' });
      if (n % 2 === 0) staying.push(client);
      else await leave(client);
    }
    return (await openings(server, 2 * count)).filter((_, n) => n % 2 === 0);
  } finally {
    for (const client of staying) client.close();
  }
}

/** Closes a client, and waits until the server has closed its connection too. */
async function leave(client: TestClient): Promise<void> {
  client.socket.end();
  await client.end();
  client.close();
}
