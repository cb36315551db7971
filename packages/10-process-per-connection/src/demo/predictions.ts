// The predictions of chapter 10: questions, experiments and explanations. fork needs
// Linux.

import { dirname, join } from 'node:path';
import {
  eventually,
  groupMembers,
  quickestVisitMs,
  servedClients,
  TestClient,
  typescriptCommand,
  withServer,
  zombiesIn,
  type Prediction,
} from '@bytes-up/testkit';

const SERVER = typescriptCommand(join(__dirname, '../main.ts'), '--quiet');
const CHAPTER_08 = typescriptCommand(
  join(dirname(require.resolve('@bytes-up/single-thread-sync/package.json')), 'src/main.ts'),
  '--quiet',
);
const VISITS = 30;
const LEAVING = 10;
const WITHIN_MS = 30_000;

const KILLED = [
  'nothing: its own process still serves it',
  'its connection ends',
  'its calls wait until the server is restarted',
] as const;

export const predictions: readonly Prediction[] = [
  {
    id: 'parent-killed',
    before: 'The code',
    needs: 'linux',
    question:
      'A client is connected, and its child process has answered it. Now the parent gets SIGKILL, ' +
      'which it cannot handle. By default a child survives its parent. What happens to the client ' +
      'of this server?',
    answer: { choices: KILLED },
    expected: 'its connection ends',
    experiment: () =>
      withServer(SERVER, async ({ process: server, address }) => {
        const client = await TestClient.connect(address);
        await client.call({ in: 'ping' });
        server.signal('SIGKILL');
        await server.exit(WITHIN_MS);
        const hasEnded = await eventually(() => client.ended, WITHIN_MS / 10);
        const left = groupMembers(server.pid).length;
        client.close();
        return {
          value: KILLED[hasEnded ? 1 : 0],
          shown: [
            'the parent has ended',
            `the connection is ${hasEnded ? 'closed' : 'open'}, ${left} processes are left`,
          ],
        };
      }),
    explanation:
      'A child that survived would go on serving this client for as long as it stays: a ' +
      'process that no service manager knows about, and that may still run yesterday’s ' +
      'code. So each child asks the kernel to be killed with its parent: ' +
      '`prctl(PR_SET_PDEATHSIG)`.',
  },
  {
    id: 'processes-in-ps',
    before: 'Run it',
    needs: 'linux',
    question:
      'Three clients are connected, and each has been answered. How many processes of the server ' +
      'does `ps` show?',
    answer: { unit: 'processes' },
    expected: 4,
    experiment: () =>
      withServer(SERVER, async ({ process: server, address }) => {
        const clients = await servedClients(3, address);
        const processes = groupMembers(server.pid);
        for (const client of clients) client.close();
        return {
          value: processes.length,
          shown: [`parent: ${server.pid}`, `all: ${processes.join(', ')}`],
        };
      }),
    explanation:
      'One for each client, and the parent, which only accepts and forks. Each client can ' +
      'be seen in `ps`, measured and killed by itself, with the tools of the operating ' +
      'system. That is what the extra processes buy you.',
  },
  {
    id: 'cost-of-a-fork',
    before: 'Run it',
    needs: 'linux',
    question:
      'A client connects, makes one call and leaves. How many times as long does that take with ' +
      'a fork as with chapter 08’s single thread?',
    answer: { unit: 'times' },
    expected: [2, Infinity],
    experiment: async () => {
      const quickest: number[] = [];
      for (const command of [CHAPTER_08, SERVER]) {
        quickest.push(await withServer(command, ({ address }) => quickestVisitMs(address, VISITS)));
      }
      const [one = NaN, forked = NaN] = quickest;
      const row = (name: string, ms: number): string =>
        `${name.padEnd(16)}${ms.toFixed(2).padStart(7)} ms, the quickest of ${VISITS}`;
      return { value: forked / one, shown: [row('no fork', one), row('a fork each', forked)] };
    },
    explanation:
      'The kernel copies the tables that describe the parent’s memory, and later each page ' +
      'to which one of the two processes writes. The larger the parent, the longer it ' +
      'takes, and a Node process is large. For a client that stays for an hour this does ' +
      'not matter.',
  },
  {
    id: 'zombies-of-a-stopped-parent',
    before: 'Run it',
    needs: 'linux',
    question:
      'Ten clients are connected. The parent is stopped with SIGSTOP, so it runs no code, and then ' +
      'all ten clients leave. How many zombies does `ps` show?',
    answer: { unit: 'zombies' },
    expected: LEAVING,
    experiment: () =>
      withServer(SERVER, async ({ process: server, address }) => {
        const clients = await servedClients(LEAVING, address);
        server.signal('SIGSTOP');
        for (const client of clients) client.close();
        const areAlone = (): boolean => groupMembers(server.pid).length === 1;
        await eventually(areAlone, WITHIN_MS);
        const zombies = zombiesIn(server.pid).length;
        server.signal('SIGCONT');
        await eventually(() => zombiesIn(server.pid).length === 0, WITHIN_MS);
        return {
          value: zombies,
          shown: [
            `while the parent is stopped: ${zombies} zombies`,
            `after SIGCONT: ${zombiesIn(server.pid).length} zombies`,
          ],
        };
      }),
    explanation:
      'A child exits by itself, but it stays a zombie until its parent asks how it ended, ' +
      'with `waitpid`. No other process can do that for it while the parent is there. A ' +
      'server that never calls `waitpid` may run well for days, until no more processes can ' +
      'be started.',
  },
];
