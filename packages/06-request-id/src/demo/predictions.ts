// The predictions of chapter 06: questions, experiments and explanations.

import type { Prediction } from '@bytes-up/testkit';
import { MOMENTS, type Moment } from '../cutting-proxy';
import { CLIENTS, experiment, type Client } from '../experiment';

const [NEVER, ALWAYS, SAFE, WITH_KEY] = CLIENTS as [Client, Client, Client, Client];
const COUNTS = ['0', '1', '2'];

async function counterAfter(moment: Moment, client: Client) {
  const { total, told } = await experiment(moment, client);
  return {
    value: String(total),
    shown: [
      `${client.name}; cut ${moment}`,
      `the counter is at ${total}`,
      `the client was told: ${told}`,
    ],
  };
}

export const predictions: readonly Prediction[] = [
  {
    id: 'always-retries',
    before: 'The idea',
    question:
      'A client adds 1 to a counter that is 0. The server executes the call, and the ' +
      'connection breaks before the answer arrives. The client always retries, and its ' +
      'second request is the same as the first. What is the counter’s value then?',
    answer: { choices: COUNTS },
    expected: '2',
    experiment: () => counterAfter('after it was done', ALWAYS),
    explanation:
      'Both attempts ran. To the server, the second request is simply the next call. The client ' +
      'got a result and no error, so no log shows that anything went wrong.',
  },
  {
    id: 'retries-what-is-safe',
    before: 'The code',
    question:
      'Another client retries only what is safe: a call that has certainly not run, or one that ' +
      'can run twice without harm. It sends no key. It adds 1, and the connection breaks before ' +
      'the request has reached the server. What is the counter’s value?',
    answer: { choices: COUNTS },
    expected: '0',
    experiment: () => counterAfter('before the request', SAFE),
    explanation:
      'A retry would have been right here, but the client cannot know that. It has written its ' +
      'bytes, the connection broke while it was waiting, and that looks the same whether the ' +
      'call ran or not. So it reports an error, and the call is lost.',
  },
  {
    id: 'told-with-a-key',
    before: 'The code',
    question:
      'Now the client sends a key and retries. The first answer broke off in the middle, after ' +
      'the server had added 1. What does the second attempt return?',
    answer: { choices: ['1', '2', 'an error: this key has been used'] },
    expected: '1',
    experiment: async () => {
      const { total, told } = await experiment('in mid-answer', WITH_KEY);
      return {
        value: /^\d/.test(told) ? (told[0] ?? '') : 'an error: this key has been used',
        shown: [`the counter is at ${total}`, `the client was told: ${told}`],
      };
    },
    explanation:
      'The server finds the key in its table and sends the answer that it has recorded. An error ' +
      'would be correct for the counter but useless to the caller, who still would not know the ' +
      'result.',
  },
  {
    id: 'right-in-how-many',
    before: 'Run it',
    question:
      'Three clients without a key (never retries, always retries, retries what is safe) ' +
      'meet three bad moments (before the request, after it was done, in mid-answer). In ' +
      'how many of the nine cases is the counter 1 in the end?',
    answer: { unit: 'cases' },
    expected: 5,
    experiment: async () => {
      const shown: string[] = [];
      let right = 0;
      for (const client of [NEVER, ALWAYS, SAFE]) {
        const totals: number[] = [];
        for (const moment of MOMENTS) totals.push((await experiment(moment, client)).total);
        right += totals.filter((total) => total === 1).length;
        shown.push(`${client.name.padEnd(30)}${totals.join('  ')}`);
      }
      return { value: right, shown };
    },
    explanation:
      'No policy is right in all three moments: a client without retries loses the first call, ' +
      'and a client with retries counts the other two twice. Careful retries change nothing here, ' +
      'because adding 1 is never safe to repeat.',
  },
];
