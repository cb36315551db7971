// Stage 2: the workers, and which of them hold the connections.

import {
  expectEnd,
  expectInTime,
  expectPong,
  expectReplaced,
  serveWithWorkers,
  spreadOf,
  withClients,
  workerOf,
  workersOf,
  type Address,
} from '@bytes-up/conformance';
import { CaseFailed, TestClient, type JudgedCase, type ServerProcess } from '@bytes-up/testkit';

export const WORKERS = 'Stage 2: the workers';
/** At most this many clients connect before two workers hold some. */
const MOST_CLIENTS = 60;

export const workers: readonly JudgedCase<object>[] = [
  {
    title: '--workers 3 makes three processes besides the master',
    section: WORKERS,
    run: (_exports, learner) => serveWithWorkers(learner, 3, () => Promise.resolve()),
  },
  {
    title: 'each connection is open in one worker, and both workers serve some',
    section: WORKERS,
    run: (_exports, learner) =>
      serveWithWorkers(learner, 2, async (address, server) => {
        await clientsOfBoth(address, server);
      }),
  },
  {
    title: 'a killed worker loses only its own connections, and is replaced',
    section: WORKERS,
    run: (_exports, learner) =>
      serveWithWorkers(learner, 2, async (address, server) => {
        const [lost, other] = await clientsOfBoth(address, server);
        const before = workersOf(server.pid);
        const killed = await workerOf('2 clients', address, server.pid, lost);
        const given = 'SIGKILL to a worker';
        process.kill(killed, 'SIGKILL');
        await expectEnd(`${given}; its client`, lost);
        await expectPong(`${given}; a client of the other worker sends a ping`, other);
        await expectReplaced(given, server.pid, before);
        await withClients(address, 1, (client) => expectPong(`${given}; a new client`, client));
      }),
  },
];

/**
 * Clients connect until both workers hold some. It is up to chance, so it may take a few.
 * @returns a client of each worker
 */
async function clientsOfBoth(
  address: Address,
  { pid }: ServerProcess,
): Promise<readonly [TestClient, TestClient]> {
  const clients: TestClient[] = [];
  const byWorker = new Map<number, TestClient>();
  const given = 'clients connect, one after the other';
  while (clients.length < MOST_CLIENTS) {
    const client = await expectInTime(given, 'a connection', TestClient.connect(address));
    clients.push(client);
    await expectPong(`${given}; each sends a ping`, client);
    byWorker.set(await workerOf(given, address, pid, client), client);
    const [one, other] = byWorker.values();
    if (one !== undefined && other !== undefined) return [one, other];
  }
  const spread = [...(await spreadOf(given, address, pid, clients)).values()];
  const came = `${spread.join(' and ')} of ${clients.length} clients`;
  throw new CaseFailed({ given, expected: 'both workers to serve some', came });
}
