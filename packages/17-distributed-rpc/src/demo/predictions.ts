// The predictions of chapter 17: questions, experiments and explanations. Supervised
// workers are forks, so this needs Linux.

import { eventually, groupMembers, type Prediction, type StartedServer } from '@bytes-up/testkit';
import { DistributedClient } from '../service';
import { childrenOf, Deployment } from './deployment';

const CALLS = 40;
const WITHIN_MS = 30_000;
const OPTIONS = { sessionTimeoutMs: 30_000, attemptTimeoutMs: 30_000, timeoutMs: 30_000 };

interface Service {
  readonly client: DistributedClient;
  readonly servers: readonly StartedServer[];
}

/** Runs an experiment with a service of so many servers, each with two workers. */
async function withService<Result>(
  count: number,
  run: (service: Service) => Promise<Result>,
): Promise<Result> {
  const deployment = new Deployment(OPTIONS.sessionTimeoutMs);
  await deployment.begin();
  const client = new DistributedClient(deployment.registry.address, OPTIONS);
  try {
    const servers: StartedServer[] = [];
    for (let n = 0; n < count; n++) servers.push(await deployment.serve(['--leave', '100']));
    await eventually(() => client.directory.registered.length === count, WITHIN_MS);
    return await run({ client, servers });
  } finally {
    await client.close();
    await deployment.clear();
  }
}

/** Reads, one after the other. @returns how many were lost */
async function callMany(client: DistributedClient): Promise<number> {
  let lost = 0;
  for (let n = 0; n < CALLS; n++) {
    await client.call('pi', 500, { idempotent: true }).catch(() => lost++);
  }
  return lost;
}

const LISTED = [
  'it leaves the list, and comes back',
  'it stays in the list',
  'it leaves the list for good',
] as const;

export const predictions: readonly Prediction[] = [
  {
    id: 'processes-of-a-server',
    before: 'Run it',
    needs: 'linux',
    question: 'One server with two workers runs on this host. How many processes is that?',
    answer: { unit: 'processes' },
    expected: 4,
    experiment: () =>
      withService(1, ({ servers }) => {
        const [server] = servers;
        if (server === undefined) throw new Error('no server was started');
        const { workers, registrars } = childrenOf(server.process);
        return Promise.resolve({
          value: groupMembers(server.process.pid).length,
          shown: [
            `supervisor: ${server.process.pid}`,
            `workers: ${workers.join(', ')}`,
            `registrar: ${registrars.join(', ')}`,
          ],
        });
      }),
    explanation:
      'The supervisor, two workers and the registrar. The supervisor must be able to fork ' +
      'at any time, and a process that forks must not hold connections. So a separate ' +
      'process talks to ZooKeeper.',
  },
  {
    id: 'worker-killed',
    before: 'Run it',
    needs: 'linux',
    question:
      'One of a server’s two workers is killed with SIGKILL. What happens to the server in the ' +
      'clients’ list?',
    answer: { choices: LISTED },
    expected: 'it stays in the list',
    experiment: () =>
      withService(1, async ({ client, servers: [server] }) => {
        if (server === undefined) throw new Error('no server was started');
        let changes = 0;
        client.directory.on('changed', () => changes++);
        const [worker = 0] = childrenOf(server.process).workers;
        process.kill(worker, 'SIGKILL');
        const line = await server.process.logged(/^worker \d+ was killed by SIGKILL/);
        const replaced = (): boolean => {
          const { workers } = childrenOf(server.process);
          return workers.length === 2 && !workers.includes(worker);
        };
        await eventually(replaced, WITHIN_MS);
        const lost = await callMany(client);
        const isKnown = client.directory.registered.length === 1;
        return {
          value: LISTED[changes === 0 ? 1 : isKnown ? 0 : 2],
          shown: [
            line,
            `changes of the list: ${changes}`,
            `${CALLS} calls afterwards: ${lost} lost`,
          ],
        };
      }),
    explanation:
      'The registrar holds the session, and it is alive. The other worker keeps serving at ' +
      'the same address, and the supervisor forks a new one. A client that loses its ' +
      'connection opens another one to the same server, so nothing changes in the ' +
      'registry.',
  },
  {
    id: 'stopped-gently',
    before: 'Run it',
    needs: 'linux',
    question:
      `A client makes ${CALLS} calls while one of the two servers is stopped with SIGTERM. ` +
      'How many calls are lost?',
    answer: { unit: 'calls' },
    expected: 0,
    experiment: () =>
      withService(2, async ({ client, servers: [server] }) => {
        if (server === undefined) throw new Error('no server was started');
        await callMany(client);
        server.process.signal('SIGTERM');
        const lost = await callMany(client);
        const end = await server.process.finished(WITHIN_MS);
        return {
          value: lost,
          shown: [`${CALLS} calls: ${lost} lost`, `the server ended with code ${end?.code}`],
        };
      }),
    explanation:
      'It leaves the registry first, keeps serving until the clients know, answers the ' +
      'calls in flight, and only then exits. The order matters: a server that stops ' +
      'listening first would refuse the calls of clients with the old list.',
  },
];
