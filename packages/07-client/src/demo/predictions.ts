// The predictions of chapter 07: questions, experiments and explanations.

import { getEventListeners } from 'node:events';
import { join } from 'node:path';
import { launch, typescriptCommand, type Prediction } from '@bytes-up/testkit';
import { Client, type ClientOptions } from '..';
import { FAST, retriesIn, slowAmongFast } from './slow-and-fast';

const SERVER = typescriptCommand(
  join(__dirname, '../../../12-single-process-async/src/main.ts'),
  '--quiet',
  '--test-methods',
);
const CALLS = 100;

async function withClient<Result>(
  options: ClientOptions,
  run: (client: Client) => Promise<Result>,
): Promise<Result> {
  const { process: server, address } = await launch(SERVER);
  const client = new Client(address, options);
  try {
    await client.call('ping'); // connected
    return await run(client);
  } finally {
    await client.close();
    await server.stop();
  }
}

/** How many of the fast calls were answered after the slow one, or together with it. */
async function waiting(options: ClientOptions) {
  const events = await withClient(options, slowAmongFast);
  const order = events.filter(({ step }) => step === 'answered').map(({ client }) => client);
  return {
    value: order.slice(order.indexOf('slow') + 1).length,
    shown: [`answered in this order: ${order.join(', ')}`],
  };
}

export const predictions: readonly Prediction[] = [
  {
    id: 'listeners-of-a-signal',
    before: 'The code',
    question:
      `${CALLS} calls are in flight, and all share the same \`AbortSignal\`, through which ` +
      'their caller can cancel them. How many listeners does the signal have?',
    answer: { unit: 'listeners' },
    expected: 1,
    experiment: () =>
      withClient({}, async (client) => {
        const { signal } = new AbortController();
        const calls = Array.from({ length: CALLS }, () => client.call('ping', 1, { signal }));
        const listeners = getEventListeners(signal, 'abort').length;
        await Promise.all(calls);
        const after = getEventListeners(signal, 'abort').length;
        return {
          value: listeners,
          shown: [`${CALLS} calls in flight: ${listeners}`, `all have ended: ${after}`],
        };
      }),
    explanation:
      'One listener per call would be simpler to write. But Node 20 warns of a leak when a ' +
      'signal gets its eleventh listener, and every version compares a new listener with all ' +
      'that are there. So the calls share one, and the last call removes it.',
  },
  {
    id: 'fast-behind-slow',
    before: 'Run it',
    question:
      `A program makes one slow call and then ${FAST} fast ones, all at once, over one connection ` +
      'without ids. The server is asynchronous and could finish the fast ones first. How many of ' +
      'the fast calls get their result only after the slow one?',
    answer: { unit: 'calls' },
    expected: FAST,
    experiment: () => waiting({ connection: { matching: 'in order' } }),
    explanation:
      'Without ids a client can match a response to its request only by their order. So the ' +
      'server has to hold back the fast responses until the slow one is sent, even if they ' +
      'are finished. The slowest call sets the pace for all behind it, which is called ' +
      'head-of-line blocking.',
  },
  {
    id: 'fast-with-ids',
    before: 'Run it',
    question: `The same with ids, still on one connection. How many of the ${FAST} wait now?`,
    answer: { unit: 'calls' },
    expected: 0,
    experiment: () => waiting({}),
    explanation:
      'Each response names its request, so the server sends it when it is ready. A second ' +
      'connection would not help any further. The calls still share one stream of bytes: ' +
      'while one very large response is sent, the others wait.',
  },
  {
    id: 'retries-with-a-budget',
    before: 'Run it',
    question:
      `No server listens, and a program makes ${CALLS} calls with up to three attempts each: ` +
      'that is 200 retries. How many are left with a retry budget of a tenth, which starts with ' +
      'five in reserve?',
    answer: { unit: 'retries' },
    expected: [10, 15],
    experiment: async () => {
      const [all, few] = [await retriesIn(CALLS, 2), await retriesIn(CALLS, 0.1)];
      return {
        value: few,
        shown: [`three attempts each    ${all} retries`, `a budget of a tenth    ${few} retries`],
      };
    },
    explanation:
      'Each call earns a tenth of a retry, and the reserve allows a few more. In normal times ' +
      'that is enough for every call that fails. In an outage it means a tenth more load on the ' +
      'servers that are trying to come back, and not three times as much.',
  },
];
