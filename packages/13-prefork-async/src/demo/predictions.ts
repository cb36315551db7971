// The predictions of chapter 13: questions, experiments and explanations. fork needs
// Linux.

import { join } from 'node:path';
import {
  drawSpread,
  eventually,
  groupMembers,
  holdersOf,
  openings,
  servedClients,
  tally,
  typescriptCommand,
  withServer,
  type Prediction,
  type TestClient,
} from '@bytes-up/testkit';

const WORKERS = 4;
const CLIENTS = 40;
const WITHIN_MS = 30_000;

const serve = (workers: number): readonly string[] =>
  typescriptCommand(
    join(__dirname, '../main.ts'),
    '--engine',
    'fork',
    '--workers',
    String(workers),
  );

const CUT = [
  'none: the other workers take them over',
  'those of that worker, and no others',
  'all of them: the master restarts the server',
] as const;

const close = (clients: readonly TestClient[]): void => clients.forEach((each) => each.close());

export const predictions: readonly Prediction[] = [
  {
    id: 'who-holds-it',
    before: 'The idea',
    needs: 'linux',
    question:
      'A master has forked four workers, and all of them wait for the listening socket that they ' +
      'inherited. A client connects. How many of the five processes hold a [descriptor](../glossary.md#descriptor) of its ' +
      'connection?',
    answer: { unit: 'processes' },
    expected: 1,
    experiment: () =>
      withServer(serve(WORKERS), async ({ process: server, address }) => {
        const [client] = await servedClients(1, address);
        const holders = holdersOf(server.pid, address.port, client?.socket.localPort ?? 0);
        client?.close();
        return { value: holders.length, shown: [`held by process ${holders.join(', ')}`] };
      }),
    explanation:
      'What is shared is only what existed before the fork, the listening socket. `accept` ' +
      'creates a new descriptor in one process. From then on the client belongs to that ' +
      'worker, even if the others have nothing to do.',
  },
  {
    id: 'processes-in-ps',
    before: 'Run it',
    needs: 'linux',
    question:
      `A server with two workers has ${CLIENTS} clients, all connected and answered. How many ` +
      'processes does `ps` show?',
    answer: { unit: 'processes' },
    expected: 3,
    experiment: () =>
      withServer(serve(2), async ({ process: server, address }) => {
        const clients = await servedClients(CLIENTS, address);
        await eventually(() => groupMembers(server.pid).length >= 3, WITHIN_MS);
        const processes = groupMembers(server.pid);
        close(clients);
        return {
          value: processes.length,
          shown: [`${CLIENTS} clients`, `processes: ${processes.join(', ')}`],
        };
      }),
    explanation:
      'A master and two workers, however many clients there are. In chapter 11 the number of ' +
      'workers was the number of clients at a time. Here each worker has a loop, so it is the ' +
      'number of processors that you want to use.',
  },
  {
    id: 'busiest-worker',
    before: 'Run it',
    needs: 'linux',
    question:
      `${CLIENTS} clients connect one after the other and stay; there are four workers. The ` +
      'kernel gives each connection to one that waits. How many of the ' +
      `${CLIENTS} does the busiest worker get?`,
    answer: { unit: 'clients' },
    expected: [11, CLIENTS],
    experiment: () =>
      withServer(serve(WORKERS), async ({ process: server, address }) => {
        const clients = await servedClients(CLIENTS, address);
        const counts = tally(await openings(server, CLIENTS));
        close(clients);
        return {
          value: Math.max(...counts.values()),
          shown: drawSpread(counts, WORKERS).split('\n'),
        };
      }),
    explanation:
      'Nothing in the kernel counts clients. It wakes the workers that wait in ' +
      '`epoll_wait`, and the first of them to call `accept` gets the connection, often the ' +
      'same one again. A worker that serves thirty clients waits there too, so it may get ' +
      'the next one as well. If that matters, something must choose: chapter 14.',
  },
  {
    id: 'worker-killed',
    before: 'What can go wrong',
    needs: 'linux',
    question:
      `${CLIENTS} clients are connected to four workers, and one of the workers is killed with ` +
      'SIGKILL. Which clients lose their connections?',
    answer: { choices: CUT },
    expected: 'those of that worker, and no others',
    experiment: () =>
      withServer(serve(WORKERS), async ({ process: server, address }) => {
        const clients = await servedClients(CLIENTS, address);
        const workers = await openings(server, CLIENTS);
        const [killed = ''] = workers;
        const own = clients.filter((_, nth) => workers[nth] === killed);
        process.kill(Number(killed.replace('process ', '')), 'SIGKILL');
        await server.logged(/was killed by SIGKILL/);
        await eventually(() => own.every(({ ended }) => ended), WITHIN_MS);
        for (const client of clients.filter(({ ended }) => !ended)) {
          await client.call({ in: 'ping' }).catch(() => undefined);
        }
        const lost = clients.filter(({ ended }) => ended).length;
        close(clients);
        const nth = lost === 0 ? 0 : lost === own.length ? 1 : 2;
        return {
          value: CUT[nth],
          shown: [
            `${killed} had ${own.length} clients and was killed`,
            `${lost} connections ended`,
          ],
        };
      }),
    explanation:
      'Processes share no memory, so a crash stays in one of them. But it takes all the ' +
      'clients of that process with it, and with one worker per processor that is many ' +
      'clients. In chapter 11 it was one.',
  },
];
