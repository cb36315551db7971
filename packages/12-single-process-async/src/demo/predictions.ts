// The predictions of chapter 12: questions, experiments and explanations.

import { join } from 'node:path';
import {
  numbersIn,
  TestClient,
  typescriptCommand,
  withServer,
  type Prediction,
} from '@bytes-up/testkit';
import { greedyAmong } from './greedy-and-modest';
import { connectAll } from './idle-and-busy';
import { experiment, WAYS } from './two-by-two';

const SERVER = typescriptCommand(join(__dirname, '../main.ts'), '--quiet');
const IDLE = 500;
const MOST_RUNS = 5;
const [BLOCKING = '', IN_A_LOOP = ''] = Object.keys(WAYS);

async function tryWay(name: string) {
  const way = WAYS[name];
  if (way === undefined) throw new Error(`no way ${name}`);
  const notes = await experiment(way);
  const shown = [
    name,
    `reads returned ${notes.pieces.join(' and ')} bytes`,
    `${notes.empty.toLocaleString('en')} reads returned nothing`,
  ];
  return { ...notes, pieces: notes.pieces, shown };
}

export const predictions: readonly Prediction[] = [
  {
    id: 'room-for-ten',
    before: 'Synchronous, blocking: four combinations, not two',
    needs: 'linux',
    question:
      'A blocking `recv` has a buffer of ten bytes. Four bytes arrive, and six more a ' +
      'while later. How many bytes does the first `recv` return?',
    answer: { unit: 'bytes' },
    expected: 4,
    experiment: async () => {
      const { pieces, shown } = await tryWay(BLOCKING);
      return { value: pieces[0] ?? 0, shown };
    },
    explanation:
      'Blocking means: wait until there is something, not until there is all of it. So a blocking ' +
      'server has to collect the pieces of a message as well as an asynchronous one.',
  },
  {
    id: 'retries-in-a-loop',
    before: 'Synchronous, blocking: four combinations, not two',
    needs: 'linux',
    question:
      'A program reads without blocking and simply tries again, for the fifth of a second ' +
      'that the bytes take to arrive. How many of its reads return nothing?',
    answer: { unit: 'reads' },
    expected: [100, Infinity],
    experiment: async () => {
      const { empty, shown } = await tryWay(IN_A_LOOP);
      return { value: empty, shown };
    },
    explanation:
      'Each of them is a system call that found nothing, and together they kept a CPU busy ' +
      'all the time. With a thousand connections the loop would ask a thousand times before ' +
      'it finds the one that has bytes. That is what `epoll` is for: one call that sleeps ' +
      'until one of the connections has bytes.',
  },
  {
    id: 'threads-for-idle-clients',
    before: 'Run it',
    needs: 'linux',
    question: `${IDLE} clients connect and send nothing. How many threads does the server gain?`,
    answer: { unit: 'threads' },
    expected: 0,
    experiment: () =>
      withServer(SERVER, async ({ process: server, address }) => {
        const threads = (): number => numbersIn(`/proc/${server.pid}/task`).length;
        const descriptors = (): number => numbersIn(`/proc/${server.pid}/fd`).length;
        const [first] = await connectAll(1, address);
        await first?.call({ in: 'ping' });
        const before = { threads: threads(), descriptors: descriptors() };
        const idle = await connectAll(IDLE, address);
        const last = idle.at(-1);
        await last?.call({ in: 'ping' }); // all before it have been accepted
        const after = { threads: threads(), descriptors: descriptors() };
        for (const client of [first, ...idle]) client?.close();
        return {
          value: after.threads - before.threads,
          shown: [
            `threads: ${before.threads}, then ${after.threads}`,
            `descriptors: ${before.descriptors}, then ${after.descriptors}`,
          ],
        };
      }),
    explanation:
      'An idle connection is a descriptor and a small object, and nothing waits for it. The ' +
      'threads that the process does have belong to V8 and libuv; JavaScript runs on one of ' +
      'them. In chapter 09 the same clients would need 500 threads.',
  },
  {
    id: 'greedy-and-modest',
    before: 'Run it',
    question:
      'A greedy client has sent 1,000 calls that each compute for about a tenth of a millisecond. ' +
      'After its first answer, another client sends a `ping`. How many of its 1,000 answers does ' +
      'the greedy one have when the ping is answered?',
    answer: { unit: 'answers' },
    expected: [1, 900],
    experiment: () =>
      withServer(SERVER, async (server) => {
        let meeting = await greedyAmong(server);
        // If this process could not run meanwhile, it sent its ping too late.
        for (let run = 1; run < MOST_RUNS && meeting.before >= meeting.calls; run++) {
          meeting = await greedyAmong(server);
        }
        const { before, waitedMs, calls } = meeting;
        return {
          value: before,
          shown: [`the ping took ${waitedMs.toFixed(1)} ms`, `${before} of ${calls} answers`],
        };
      }),
    explanation:
      'Without a limit the number would be 1,000, because all its calls arrived first. ' +
      'Here a connection’s turn is over after 10 ms, and the others come next. That is about ' +
      'a hundred calls here, and more or fewer on a faster or slower machine.',
  },
  {
    id: 'half-a-frame',
    before: 'What can go wrong',
    question:
      'One client sends half a frame and then nothing more. Ten other clients send a `ping` each. ' +
      'How many of the ten wait?',
    answer: { unit: 'clients' },
    expected: 0,
    experiment: () =>
      withServer(SERVER, async ({ address }) => {
        const half = await TestClient.connect(address);
        half.socket.write(Buffer.from('ff000000', 'hex'));
        const others = await connectAll(10, address);
        await Promise.all(others.map((client) => client.call({ in: 'ping' })));
        const waiting = others.filter(({ answers }) => answers.length === 0).length;
        const shown = [`answered: ${others.length - waiting} of ${others.length}`];
        for (const client of [half, ...others]) client.close();
        return { value: waiting, shown };
      }),
    explanation:
      'In chapter 08 this client would have kept the other ten waiting. Here its four bytes ' +
      'are kept in its connection, the loop goes on to the next one, and a timer closes the ' +
      'connection if the rest does not arrive.',
  },
];
