// What most experiments need: a server, and clients that it has answered.

import { TestClient } from '../client/test-client';
import { launch, type StartedServer } from '../process/launch';

/** Runs an experiment with a server, which is stopped afterwards. */
export async function withServer<Result>(
  command: readonly string[],
  run: (server: StartedServer) => Result | Promise<Result>,
): Promise<Result> {
  const server = await launch(command);
  try {
    return await run(server);
  } finally {
    await server.process.stop();
  }
}

/** Clients that connected one after another, and that the server has answered. */
export async function servedClients(
  count: number,
  address: StartedServer['address'],
): Promise<readonly TestClient[]> {
  const clients: TestClient[] = [];
  for (let n = 0; n < count; n++) {
    const client = await TestClient.connect(address);
    await client.call({ in: 'ping' });
    clients.push(client);
  }
  return clients;
}
