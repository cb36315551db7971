// The predictions of chapter 01: questions, experiments and explanations.

import type { Prediction } from '@bytes-up/testkit';
import { record, timeOf } from '../three-ways';
import { callWithLostAnswer, recordThroughCache } from '../what-get-buys';

const TERMS = 1_000;
/** The quickest round counts. */
const ROUNDS = 5;
const ROUND_MS = 60;
/** Short ones, so that on a busy machine some are not interrupted. */
const LOCAL_ROUNDS = 60;
const LOCAL_ROUND_MS = 4;

const LOST = {
  neither: 'both get an error',
  rest: 'the REST client gets the result, the RPC client an error',
  rpc: 'the RPC client gets the result, the REST client an error',
  both: 'both get the result',
} as const;

const row = (name: string, amount: number, unit: string): string =>
  `${name.padEnd(8)}${amount.toLocaleString('en').padStart(9)} ${unit}`;

export const predictions: readonly Prediction[] = [
  {
    id: 'rest-and-rpc',
    before: 'Run it',
    question:
      'One call of `pi(1000)` and its result, on a connection that is already open. How many ' +
      'times as many bytes does REST put on the wire as RPC?',
    answer: { unit: 'times' },
    expected: [3, 6],
    experiment: async () => {
      const [rest, rpc] = [await record('REST', TERMS), await record('RPC', TERMS)];
      const [ofRest = NaN, ofRpc = NaN] = [rest, rpc].map(
        ({ request, answer }) => request.length + answer.length,
      );
      return {
        value: ofRest / ofRpc,
        shown: [row('REST', ofRest, 'bytes'), row('RPC', ofRpc, 'bytes')],
      };
    },
    explanation:
      'Nearly all of REST’s bytes are headers, and half of those are about things that ' +
      'this call does not use: a date, a cache, how long the connection stays open. They ' +
      'cost the same for a large result, so with a megabyte you would not notice them.',
  },
  {
    id: 'local-and-remote',
    before: 'Run it',
    question:
      'Client and server are on the same machine. How many times as long does the RPC call ' +
      '`pi(1)` take as the same call of a local function?',
    answer: { unit: 'times' },
    expected: [10, Infinity],
    experiment: async () => {
      let [local, rpc] = [Infinity, Infinity];
      for (let round = 0; round < ROUNDS; round++)
        rpc = Math.min(rpc, await timeOf('RPC', 1, ROUND_MS));
      for (let round = 0; round < LOCAL_ROUNDS; round++)
        local = Math.min(local, await timeOf('local', 1, LOCAL_ROUND_MS));
      return {
        value: rpc / local,
        shown: [
          `local   ${(local * 1e6).toFixed(0).padStart(9)} ns`,
          `RPC     ${(rpc * 1e6).toFixed(0).padStart(9)} ns`,
        ],
      };
    },
    explanation:
      'A local call is a jump. A remote one encodes and decodes two messages, makes at least four ' +
      'system calls and wakes two processes, and there is no network in between yet. That is ' +
      'why an interface of many small calls, which is fine locally, is slow as a remote one.',
  },
  {
    id: 'body-after-a-minute',
    before: 'Run it',
    question:
      'There is a cache between client and server. The response may be cached for 60 ' +
      'seconds. After 61 seconds the client asks again, so the cache asks the server. How ' +
      'many bytes of body does the server send?',
    answer: { unit: 'bytes' },
    expected: 0,
    experiment: async () => {
      const calls = await recordThroughCache(TERMS);
      const bodyOf = (answer: Buffer): number => {
        const end = answer.indexOf('\r\n\r\n');
        return end < 0 ? 0 : answer.length - end - 4;
      };
      const shown = calls.map(({ when, answer }) => {
        const [status = ''] = answer.toString().split('\r\n', 1);
        return `${when.padEnd(9)}${(status || 'not asked').padEnd(26)}body: ${bodyOf(answer)} bytes`;
      });
      return { value: bodyOf(calls[2]?.answer ?? Buffer.alloc(0)), shown };
    },
    explanation:
      'The cache sends the `etag` of its copy, and the status 304 alone says that the copy ' +
      'is still valid. The cache knows nothing about π. It understands `GET` and a few ' +
      'headers, and this is what you get for them.',
  },
  {
    id: 'lost-answer',
    before: 'Run it',
    question:
      'The server has computed π, and the connection breaks before the answer arrives. This ' +
      'happens to a REST client that sent a `GET`, and to an RPC client. What does each of them ' +
      'give its caller?',
    answer: { choices: Object.values(LOST) },
    expected: LOST.rest,
    experiment: async () => {
      const outcomes = [
        (await callWithLostAnswer('REST', TERMS)).outcome,
        (await callWithLostAnswer('RPC', TERMS)).outcome,
      ];
      const [rest, rpc] = outcomes.map((outcome) => !(outcome instanceof Error));
      const value = rest ? (rpc ? LOST.both : LOST.rest) : rpc ? LOST.rpc : LOST.neither;
      const shown = ['REST', 'RPC'].map((way, nth) => {
        const outcome = outcomes[nth];
        return `${way.padEnd(8)}${outcome instanceof Error ? outcome.message : outcome}`;
      });
      return { value, shown };
    },
    explanation:
      'A `GET` promises that it changes nothing, so a REST client may retry by itself, and ' +
      'ours does. The RPC client sees only a name. `pi` could be `pay`, and a retry could pay ' +
      'twice, so it must report the error.',
  },
];
