// The predictions of chapter 08: questions, experiments and explanations. Its server
// needs Linux, so the experiments do.

import { join } from 'node:path';
import {
  launch,
  processEntry,
  TestClient,
  typescriptCommand,
  untilIdle,
  type Prediction,
  type StartedServer,
} from '@bytes-up/testkit';
import { pingFor } from './ping-for';

const SERVER = typescriptCommand(join(__dirname, '../main.ts'), '--quiet');
const ROUND_MS = 400;
/** The unit of processor time in /proc. */
const TICK_MS = 10;
const CALLS = 50;
/** Calls that another client makes while one waits: enough time for any answer. */
const MEANWHILE = 20;

const STATES = {
  R: 'R: it runs',
  S: 'S: it sleeps until something happens',
  D: 'D: it waits for a disk',
  T: 'T: it is stopped',
} as const;

/** By the number of B's calls that return while A is served. */
const RETURNED = [
  '`connect` returns when the server calls `accept`',
  '`connect` returns at once, `send` when the server calls `recv`',
  'both return at once',
] as const;

async function withServer<Result>(
  run: (server: StartedServer) => Promise<Result>,
  command: readonly string[] = SERVER,
): Promise<Result> {
  const server = await launch(command);
  try {
    return await run(server);
  } finally {
    await server.process.stop();
  }
}

export const predictions: readonly Prediction[] = [
  {
    id: 'second-client',
    before: 'The idea',
    needs: 'linux',
    question:
      'Client A is being served and stays connected. Now B connects and sends a request. What ' +
      'happens to B’s `connect` and `send`?',
    answer: {
      choices: RETURNED,
    },
    expected: RETURNED[2],
    experiment: () =>
      withServer(async ({ address }) => {
        const a = await TestClient.connect(address);
        await a.call({ in: 'ping' });
        const returned: string[] = [];
        const calling = TestClient.connect(address).then(async (b) => {
          returned.push('connect');
          await b.send({ in: 'ping', params: 'B' });
          returned.push('send');
          return b;
        });
        for (let n = 0; n < MEANWHILE; n++) await a.call({ in: 'ping' });
        const value = RETURNED[returned.length] ?? '';
        const meanwhile = `B’s calls that returned meanwhile: ${returned.join(', ') || 'none'}`;
        a.close();
        const b = await calling;
        await b.receive(1);
        b.close();
        return {
          value,
          shown: ['A is being served', meanwhile, 'A leaves', 'B’s answer arrives'],
        };
      }),
    explanation:
      'The server takes no part in either. Its kernel completes the handshake, puts the ' +
      'connection into the [backlog](../glossary.md#backlog) and keeps the bytes in a buffer. A load balancer that only ' +
      'checks whether it can connect would call this server healthy.',
  },
  {
    id: 'when-is-b-answered',
    before: 'The idea',
    needs: 'linux',
    question: 'And when does B get its answer?',
    answer: { choices: ['when A has its answer', 'when A has left', 'it takes turns with A'] },
    expected: 'when A has left',
    experiment: () =>
      withServer(async ({ address }) => {
        const a = await TestClient.connect(address);
        await a.call({ in: 'ping' });
        const b = await TestClient.connect(address);
        await b.send({ in: 'ping', params: 'B' });
        let firstOfB: number | undefined;
        for (let call = 1; call <= MEANWHILE; call++) {
          await a.call({ in: 'ping', params: call });
          if (b.answers.length > 0) firstOfB ??= call;
        }
        const meanwhile = `A has ${a.answers.length} answers, B has ${b.answers.length}`;
        a.close();
        await b.receive(1);
        b.close();
        const value =
          firstOfB === undefined
            ? 'when A has left'
            : firstOfB === 1
              ? 'when A has its answer'
              : 'it takes turns with A';
        return { value, shown: [meanwhile, 'A leaves', 'B has 1 answer'] };
      }),
    explanation:
      'After an answer the server is back in `recv` for A, because A may send another request. It ' +
      'calls `accept` again only when `recv` has returned 0. One client that stays connected and ' +
      'silent is enough to keep all others waiting.',
  },
  {
    id: 'fifty-in-one',
    before: 'The code',
    needs: 'linux',
    question:
      'A client sends 50 small requests in one write, which arrive together. In how many ' +
      'pieces do the 50 answers arrive?',
    answer: { unit: 'pieces' },
    expected: 1,
    experiment: () =>
      withServer(async ({ address }) => {
        const client = await TestClient.connect(address);
        const sizes: number[] = [];
        client.socket.on('data', (chunk: Buffer) => sizes.push(chunk.length));
        await client.send(...Array.from({ length: CALLS }, (_, id) => ({ in: 'ping', id })));
        await client.receive(CALLS);
        client.close();
        return {
          value: sizes.length,
          shown: [`${CALLS} answers arrived in pieces of ${sizes.join(', ')} bytes`],
        };
      }),
    explanation:
      'One `recv` returned all 50 requests, so the server answers all of them and calls `send` ' +
      'once. A server that sends after each request makes 50 system calls, and on a slow ' +
      'connection perhaps 50 packets.',
  },
  {
    id: 'state-in-ps',
    before: 'Run it',
    needs: 'linux',
    question:
      'No client is connected, and the server’s only thread is in `accept`. What does `ps` show ' +
      'in the column STAT?',
    answer: { choices: Object.values(STATES) },
    expected: STATES.S,
    experiment: () =>
      withServer(async ({ process: server }) => {
        await untilIdle(server.pid);
        const started = processEntry(server.pid)?.ticks ?? NaN;
        await untilIdle(server.pid);
        const { state = '?', ticks = NaN } = processEntry(server.pid) ?? {};
        return {
          value: STATES[state as keyof typeof STATES] ?? state,
          shown: [
            `/proc/${server.pid}/stat: state ${state}`,
            `processor time: ${started * TICK_MS} ms to start, ${(ticks - started) * TICK_MS} ms since`,
          ],
        };
      }),
    explanation:
      'A blocked thread costs no processor time: the kernel does not run it until a client ' +
      'connects. That is the advantage of blocking: a server that waits is not busy.',
  },
  {
    id: 'two-sends',
    before: 'What can go wrong',
    needs: 'linux',
    question:
      'A server sends the length of its reply in one `send` and the body in another. If it sends ' +
      'both in one, how many times as fast is a call?',
    answer: { unit: 'times' },
    expected: [10, Infinity],
    experiment: () =>
      withServer(
        async ({ address }) => {
          // The server's first client gets two sends, the third gets one.
          const two = await pingFor(ROUND_MS, address);
          await pingFor(0, address);
          const one = await pingFor(ROUND_MS, address);
          const eachMs = two.tookMs / two.calls;
          return {
            value: eachMs / one.quickestMs,
            shown: [
              `two sends   ${eachMs.toFixed(2).padStart(6)} ms for each call`,
              `one send    ${one.quickestMs.toFixed(2).padStart(6)} ms, the quickest of ${one.calls}`,
            ],
          };
        },
        typescriptCommand(join(__dirname, '../two-writes.ts')),
      ),
    explanation:
      'The second piece waits until the first is acknowledged, and Linux on the client’s ' +
      'side holds its acknowledgement back for 40 ms. So a call takes 40 ms, however fast ' +
      'the machine is. Nothing is busy in that time, so no profiler shows it.',
  },
];
