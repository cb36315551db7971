// The predictions of chapter 09: questions, experiments and explanations. Its server
// needs Linux.

import { dirname, join } from 'node:path';
import {
  groupMembers,
  runCommand,
  servedClients,
  TestClient,
  quickestVisitMs,
  typescriptCommand,
  withServer,
  type Prediction,
} from '@bytes-up/testkit';

const MAIN = join(__dirname, '../main.ts');
const COUNT = join(__dirname, 'count.ts');
const CHAPTER_08 = join(
  dirname(require.resolve('@bytes-up/single-thread-sync/package.json')),
  'src/main.ts',
);
const VISITS = 30;
const [ADDERS, ADDITIONS, MOST_RUNS] = [2, 1_000_000, 30];

const COUNTED = ['always 2,000,000', 'sometimes more', 'sometimes less'];
const THIRD = ['at once: a thread can serve two', 'when one of the two has left', 'never'];

export const predictions: readonly Prediction[] = [
  {
    id: 'processes-in-ps',
    before: 'The code',
    needs: 'linux',
    question:
      'Three clients are connected to this server, each with its own thread. How many ' +
      'processes of the server does `ps` show?',
    answer: { unit: 'processes' },
    expected: 1,
    experiment: () =>
      withServer(typescriptCommand(MAIN, '--quiet'), async ({ process: server, address }) => {
        const clients = await servedClients(3, address);
        const processes = groupMembers(server.pid);
        for (const client of clients) client.close();
        return { value: processes.length, shown: [`processes: ${processes.join(', ')}`] };
      }),
    explanation:
      'Threads are inside the process and have no pid of their own; `ps -L` shows them, and ' +
      'so does the folder `/proc/PID/task`. Whatever ends the process ends all of them: ' +
      'after one crash in C, or a `process.exit` in the main thread, every client has lost ' +
      'its server.',
  },
  {
    id: 'third-client-of-two',
    before: 'A thread pool',
    needs: 'linux',
    question:
      'A pool has two threads. Two clients are connected and send nothing. A third one connects ' +
      'and sends a call. When is it answered?',
    answer: { choices: THIRD },
    expected: 'when one of the two has left',
    experiment: () =>
      withServer(
        typescriptCommand(MAIN, '--engine', 'pool', '--workers', '2', '--quiet'),
        async ({ address }) => {
          const [first, second] = await servedClients(2, address);
          const third = await TestClient.connect(address);
          await third.send({ in: 'ping' });
          // Other calls that are answered meanwhile show that the server is not just
          // slow.
          for (let n = 0; n < 20; n++) await first?.call({ in: 'ping' });
          const meanwhile = third.answers.length;
          first?.close();
          await third.receive(1);
          for (const client of [second, third]) client?.close();
          return {
            value: THIRD[meanwhile > 0 ? 0 : 1] ?? '',
            shown: [`before one has left: ${meanwhile} answers`, 'after: 1 answer'],
          };
        },
      ),
    explanation:
      'Each thread blocks in `recv` for its own client, and cannot notice that another one ' +
      'has bytes. So a pool of N threads serves N clients, busy or idle. Ten thousand idle ' +
      'clients would need ten thousand threads; chapter 12 has another solution.',
  },
  {
    id: 'cost-of-a-thread',
    before: 'Run it',
    needs: 'linux',
    question:
      'A client connects, makes one call and leaves. How many times as long does that take with ' +
      'a new thread for each client as with chapter 08’s single thread?',
    answer: { unit: 'times' },
    expected: [3, Infinity],
    experiment: async () => {
      const quickest: number[] = [];
      for (const main of [CHAPTER_08, MAIN]) {
        quickest.push(
          await withServer(typescriptCommand(main, '--quiet'), ({ address }) =>
            quickestVisitMs(address, VISITS),
          ),
        );
      }
      const [one = NaN, each = NaN] = quickest;
      const row = (name: string, ms: number): string =>
        `${name.padEnd(16)}${ms.toFixed(2).padStart(7)} ms, the quickest of ${VISITS}`;
      return { value: each / one, shown: [row('one thread', one), row('a thread each', each)] };
    },
    explanation:
      'An operating-system thread starts in microseconds. Here each one is a new instance ' +
      'of V8, with its own heap and its own copy of the program, and that takes ' +
      'milliseconds. A pool pays this once, at the start.',
  },
  {
    id: 'two-adders',
    before: 'Run it',
    question:
      'Two threads add one to the same number in shared memory, a million times each: ' +
      'read, add, write. The program runs many times. What is the value at the end?',
    answer: { choices: COUNTED },
    expected: 'sometimes less',
    experiment: async () => {
      const all = ADDERS * ADDITIONS;
      for (let run = 1; ; run++) {
        const counting = typescriptCommand(COUNT, 'read, add, write', `${ADDERS}`, `${ADDITIONS}`);
        const counted = Number((await runCommand(counting)).stdout);
        // The threads may happen not to run at the same moment, so it may take a few
        // runs.
        if (counted === all && run < MOST_RUNS) continue;
        const nth = counted === all ? 0 : counted > all ? 1 : 2;
        const lost = (all - counted).toLocaleString('en');
        return {
          value: COUNTED[nth] ?? '',
          shown: [`run ${run}: ${counted.toLocaleString('en')} counted, ${lost} lost`],
        };
      }
    },
    explanation:
      'Both threads read 7, both write 8, and one addition is lost. How many are lost ' +
      'depends on when each thread runs, so it differs each time and may be none. So a test ' +
      'that passes proves little. `Atomics.add` reads, adds and writes in one step.',
  },
];
