// The predictions of chapter 18: questions, experiments and explanations.

import type { Prediction } from '@bytes-up/testkit';
import { CALC, PING } from '../by-hand/methods';
import { recorded } from '../transcript/recorded';
import { settled } from './settled';

const N = 1_000;
const LARGE = 100_000;

export const predictions: readonly Prediction[] = [
  {
    id: 'frames-of-one-call',
    before: 'Run it',
    question:
      'A client opens a connection and makes one call of `calc(1000)`. The message is ' +
      'three bytes of protobuf. How many bytes does the client put on the wire in total?',
    answer: { unit: 'bytes' },
    expected: [100, 600],
    experiment: async () => {
      let value = 0;
      const shown: string[] = [];
      await recorded(async ({ client, said }) => {
        await client.unary(CALC, N);
        await settled();
        const { lines, bytes } = said();
        value = bytes.toServer;
        shown.push(...lines.filter((line) => /^C {2}[A-Z]/.test(line)));
        shown.push(`${value} bytes in all`);
      });
      return { value, shown };
    },
    explanation:
      'gRPC adds five bytes to the message, and HTTP/2 nine to each frame. Most of the ' +
      'rest is the headers, with path and content type as text, and the 24 bytes that ' +
      'start each HTTP/2 connection. A client that opens a connection for each call pays ' +
      'all of it each time.',
  },
  {
    id: 'third-call',
    before: 'Run it',
    question:
      'It makes the same call again and again on this connection. How many times as many bytes, ' +
      'there and back, did the first call take as the third?',
    answer: { unit: 'times' },
    expected: [2, 8],
    experiment: async () => {
      const sums: number[] = [];
      await recorded(async ({ client, said }) => {
        for (let call = 0; call < 3; call++) {
          await client.unary(CALC, N);
          await settled();
          const { toServer, toClient } = said().bytes;
          sums.push(toServer + toClient);
        }
      });
      const [first = NaN, , third = NaN] = sums;
      return {
        value: first / third,
        shown: sums.map((sum, nth) => `call ${nth + 1}: ${sum} bytes, there and back`),
      };
    },
    explanation:
      'HPACK keeps the headers of earlier calls in a table on both sides, so a repeated ' +
      'header takes one byte. This is chapter 03’s negotiated structure: names sent once. ' +
      'And the frames that set up the connection are sent only once.',
  },
  {
    id: 'frames-of-a-large-message',
    before: 'Run it',
    question:
      `A message of ${LARGE.toLocaleString('en')} bytes is sent. How many DATA frames ` +
      'carry its bytes?',
    answer: { unit: 'frames' },
    expected: 7,
    experiment: async () => {
      let frames: readonly string[] = [];
      await recorded(async ({ client, said }) => {
        await client.unary(PING, 'x'.repeat(LARGE));
        frames = said().lines.filter((line) => /^C {2}DATA stream 1, \d{4,} bytes/.test(line));
      });
      return { value: frames.length, shown: frames };
    },
    explanation:
      'A frame has at most 16,384 bytes, unless the other side allows more. So a message is not a ' +
      'frame: the five bytes in front of it say where it ends. In between, frames of other calls ' +
      'can take their turn, so that a large message does not hold up a small one.',
  },
];
