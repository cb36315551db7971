// The predictions of chapter 11: questions, experiments and explanations. fork needs
// Linux.

import { join } from 'node:path';
import {
  allAtOnce,
  drawSpread,
  eventually,
  groupMembers,
  openings,
  servedClients,
  tally,
  TestClient,
  typescriptCommand,
  withServer,
  type Prediction,
} from '@bytes-up/testkit';

const WORKERS = 4;
const WITHIN_MS = 30_000;

const serve = (workers: number, ...flags: readonly string[]): readonly string[] =>
  typescriptCommand(join(__dirname, '../main.ts'), '--workers', String(workers), ...flags);

const AFTER_KILL = [
  'neither: the client is moved to another worker',
  'one: the connection to that worker ends',
  'both: the master restarts the server',
] as const;

export const predictions: readonly Prediction[] = [
  {
    id: 'processes-in-ps',
    before: 'Run it',
    needs: 'linux',
    question:
      'A server is started with `--workers 4`. No client has connected yet. How many ' +
      'processes does `ps` show?',
    answer: { unit: 'processes' },
    expected: 5,
    experiment: () =>
      withServer(serve(WORKERS, '--quiet'), async ({ process: server }) => {
        await eventually(() => groupMembers(server.pid).length > WORKERS, WITHIN_MS);
        const all = groupMembers(server.pid);
        const workers = all.filter((pid) => pid !== server.pid);
        return {
          value: all.length,
          shown: [`master: ${server.pid}`, `workers: ${workers.join(', ')}`],
        };
      }),
    explanation:
      'Four workers and the master. They are forked before they are needed, so no client ' +
      'waits for a fork, and a thousand clients do not add any. The master serves no ' +
      'clients: it sleeps until a worker dies.',
  },
  {
    id: 'four-at-once',
    before: 'Run it',
    needs: 'linux',
    question:
      'Four workers wait in `accept`, four clients connect at the same time, and all of ' +
      'them stay. How many clients does the busiest worker get?',
    answer: { unit: 'clients' },
    expected: 1,
    experiment: async () => {
      const counts = tally(await allAtOnce(serve(WORKERS), WORKERS));
      return {
        value: Math.max(...counts.values()),
        shown: drawSpread(counts, WORKERS).split('\n'),
      };
    },
    explanation:
      'A worker that serves a client is in `recv` and not in `accept`, so it cannot take a ' +
      'second one. Here the model balances the load by itself. Chapter 13’s workers keep ' +
      'accepting while they serve, and lose this property.',
  },
  {
    id: 'fifth-client',
    before: 'Run it',
    needs: 'linux',
    question:
      'Two workers serve two silent clients, and three more clients connect and send a call ' +
      'each. One of the first two leaves. How many of the three are answered now, if they ' +
      'all stay?',
    answer: { unit: 'clients' },
    expected: 1,
    experiment: () =>
      withServer(serve(2, '--quiet'), async ({ address }) => {
        const [first, second] = await servedClients(2, address);
        const waiting: TestClient[] = [];
        for (let n = 0; n < 3; n++) {
          const client = await TestClient.connect(address);
          await client.send({ in: 'ping', params: n });
          waiting.push(client);
        }
        first?.close();
        const answered = (): number => waiting.filter(({ answers }) => answers.length > 0).length;
        await eventually(() => answered() > 0, WITHIN_MS);
        // Calls of others that are answered meanwhile: there was time for more.
        for (let n = 0; n < 20; n++) await second?.call({ in: 'ping' });
        const value = answered();
        for (const client of [second, ...waiting]) client?.close();
        return { value, shown: ['2 workers; 1 client has left', `answered: ${value} of 3`] };
      }),
    explanation:
      'One worker is free, and it takes one client and keeps it. The other two wait in the ' +
      'backlog, connected but not accepted. The number of workers is the number of clients at a ' +
      'time, so an idle client costs as much as a busy one.',
  },
  {
    id: 'worker-killed',
    before: 'What can go wrong',
    needs: 'linux',
    question:
      'Two workers serve two clients. One of the workers is killed with SIGKILL. Which of the ' +
      'clients notice it?',
    answer: { choices: AFTER_KILL },
    expected: 'one: the connection to that worker ends',
    experiment: () =>
      withServer(serve(2), async ({ process: server, address }) => {
        const [first, second] = await servedClients(2, address);
        const [worker = ''] = await openings(server, 2);
        process.kill(Number(worker.replace('process ', '')), 'SIGKILL');
        await server.logged(/was killed by SIGKILL/);
        await eventually(() => groupMembers(server.pid).length === 3, WITHIN_MS);
        await eventually(() => first?.ended === true, WITHIN_MS);
        await second?.call({ in: 'ping' }).catch(() => undefined);
        const ended = [first, second].filter((client) => client?.ended === true).length;
        for (const client of [first, second]) client?.close();
        return {
          value: AFTER_KILL[ended] ?? '',
          shown: [
            `killed: ${worker}`,
            `connections that ended: ${ended} of 2`,
            `processes now: ${groupMembers(server.pid).length}`,
          ],
        };
      }),
    explanation:
      'The other worker is a process of its own, with its own memory and descriptors, so its ' +
      'client notices nothing. The master reaps the dead worker and forks a new one, so there ' +
      'are three processes again. The lost connection cannot be moved, because the only ' +
      'descriptor was in the process that died.',
  },
];
