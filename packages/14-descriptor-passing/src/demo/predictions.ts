// The predictions of chapter 14: questions, experiments and explanations. sendmsg needs
// Linux.

import { join } from 'node:path';
import {
  drawSpread,
  eventually,
  holdersOf,
  openings,
  servedClients,
  tally,
  typescriptCommand,
  withServer,
  type Prediction,
  type StartedServer,
} from '@bytes-up/testkit';
import { stayingClients } from './staying-clients';

const WORKERS = 4;
const CLIENTS = 40;
const STAYING = 20;
const CLOSES_WITHIN_MS = 5_000;

const serve = (...flags: readonly string[]): readonly string[] =>
  typescriptCommand(
    join(__dirname, '../main.ts'),
    ...['--engine', 'sendmsg', '--workers', String(WORKERS), ...flags],
  );

/** The workers of clients that stay while every second one leaves. */
function workersOfThoseWhoStay(policy: string) {
  return withServer(serve('--policy', policy), async (server: StartedServer) => {
    const counts = tally(await stayingClients(server, STAYING));
    return { counts, shown: drawSpread(counts, WORKERS).split('\n') };
  });
}

export const predictions: readonly Prediction[] = [
  {
    id: 'copies-in-the-master',
    before: 'The idea',
    needs: 'linux',
    question:
      `The master accepts ${CLIENTS} connections and passes each of them to a worker, and all ` +
      'clients stay. How many of these connections does the master have open?',
    answer: { unit: 'connections' },
    expected: 0,
    experiment: () =>
      withServer(serve(), async ({ process: server, address }) => {
        const clients = await servedClients(CLIENTS, address);
        const look = (): number[][] =>
          clients.map(({ socket }) => holdersOf(server.pid, address.port, socket.localPort ?? 0));
        let holders: number[][] = [];
        // A worker may serve a client before the master gets to its `close`.
        await eventually(() => {
          holders = look();
          return !holders.some((pids) => pids.includes(server.pid));
        }, CLOSES_WITHIN_MS);
        for (const client of clients) client.close();
        const inMaster = holders.filter((pids) => pids.includes(server.pid)).length;
        const inWorkers = holders.filter((pids) => pids.some((pid) => pid !== server.pid)).length;
        return {
          value: inMaster,
          shown: [`open in the master: ${inMaster}`, `open in a worker: ${inWorkers}`],
        };
      }),
    explanation:
      'It closes its copy as soon as `sendmsg` has returned. While the message is on its ' +
      'way, the kernel holds the connection. If the master kept its copy, a worker’s ' +
      '`close` would not end the connection, and the client would wait forever for the end ' +
      'of the stream.',
  },
  {
    id: 'busiest-worker',
    before: 'Run it',
    needs: 'linux',
    question:
      `${CLIENTS} clients connect and stay, and the master passes them to four workers, one after ` +
      'the other. How many does the busiest worker get?',
    answer: { unit: 'clients' },
    expected: CLIENTS / WORKERS,
    experiment: () =>
      withServer(serve('--policy', 'round-robin'), async ({ process: server, address }) => {
        const clients = await servedClients(CLIENTS, address);
        const counts = tally(await openings(server, CLIENTS));
        for (const client of clients) client.close();
        return {
          value: Math.max(...counts.values()),
          shown: drawSpread(counts, WORKERS).split('\n'),
        };
      }),
    explanation:
      'The master chooses, so the clients are distributed as its policy says, on every ' +
      'kernel. In chapter 13 the same clients went to whichever worker woke up first.',
  },
  {
    id: 'round-robin-stays',
    before: 'Run it',
    needs: 'linux',
    question:
      'The same policy, but every second client leaves as soon as it is answered. How many of the ' +
      'four workers serve the clients that stay?',
    answer: { unit: 'workers' },
    expected: 2,
    experiment: async () => {
      const { counts, shown } = await workersOfThoseWhoStay('round-robin');
      return { value: counts.size, shown };
    },
    explanation:
      'Round robin counts connections that it has handed out, not those that are open. The ' +
      'ones that leave all go to the second and the fourth worker, the ones that stay to ' +
      'the first and the third. Regular patterns like this are common: think of a health ' +
      'check.',
  },
  {
    id: 'least-connections-stays',
    before: 'Run it',
    needs: 'linux',
    question:
      'The same clients with `--policy least-connections`. How many of the four workers serve the ' +
      'clients that stay?',
    answer: { unit: 'workers' },
    expected: WORKERS,
    experiment: async () => {
      const { counts, shown } = await workersOfThoseWhoStay('least-connections');
      return { value: counts.size, shown };
    },
    explanation:
      'Each worker tells the master when a connection has ended, so a worker whose clients ' +
      'leave gets the next ones. That costs a byte per connection. What neither policy ' +
      'knows is how much work a client causes.',
  },
];
