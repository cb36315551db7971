// The predictions of chapter 02: questions, experiments and explanations. The experiments
// make system calls, so they need Linux.

import type { Prediction } from '@bytes-up/testkit';
import { floodAndBlock, floodWithoutBlocking } from '../flood';
import { exchange } from '../pieces';

const BLOCKED_MS = 300;
const TRIED = 256 * 1024 * 1024;

const REST = ['they are lost', 'the next recv returns them', 'the next recv fails'] as const;
const FLOODED = [
  'none: the server has to read first',
  'at most 16 KiB, the bytes of one send',
  'more than 16 KiB, but less than 64 MiB',
  'all of them, until the memory is full',
] as const;
const BLOCKING = [
  '−1, and EAGAIN',
  'fewer bytes than it was given',
  'all 256 MiB, after the timeout',
] as const;

const amount = (bytes: number): string => bytes.toLocaleString('en').padStart(11);

export const predictions: readonly Prediction[] = [
  {
    id: 'two-sends',
    before: 'What can go wrong',
    needs: 'linux',
    question:
      'A client calls `send` with `hello` and then with `world`. Both have arrived when ' +
      'the server calls `recv` with a buffer of 100 bytes. How many bytes does `recv` return?',
    answer: { unit: 'bytes' },
    expected: 10,
    experiment: () => {
      const { received } = exchange(['hello', 'world'], [100]);
      const [first = ''] = received;
      return { value: first.length, shown: [`recv(100) = ${first.length}, "${first}"`] };
    },
    explanation:
      'The receive buffer holds bytes, and nothing in it says where one `send` ended. A ' +
      'program that treats one `recv` as one message works in tests, where the messages ' +
      'are far apart in time, and fails when they arrive close together.',
  },
  {
    id: 'room-for-four',
    before: 'What can go wrong',
    needs: 'linux',
    question:
      'Now the client sends `helloworld` with one `send`, and the server calls `recv` with a ' +
      'buffer of four bytes. It gets `hell`. What happens to the other six?',
    answer: { choices: REST },
    expected: 'the next recv returns them',
    experiment: () => {
      const { received } = exchange(['helloworld'], [4, 100]);
      const value = received[1] === 'oworld' ? REST[1] : received[1] === '' ? REST[0] : REST[2];
      return { value, shown: received.map((text) => `recv = ${text.length}, "${text}"`) };
    },
    explanation:
      'They stay in the receive buffer. With a datagram socket (UDP) they would be lost, because ' +
      'there one `send` is one message. TCP has no messages, so it has none to cut.',
  },
  {
    id: 'never-reads',
    before: 'What can go wrong',
    needs: 'linux',
    question:
      'A server never calls `recv`. Its client sends 16 KiB at a time, as often as it can ' +
      'without blocking. How many bytes does the client’s kernel accept?',
    answer: { choices: FLOODED },
    expected: 'more than 16 KiB, but less than 64 MiB',
    experiment: () => {
      const { accepted, sending, received, sends, last } = floodWithoutBlocking();
      const MiB = 1024 * 1024;
      const nth = accepted === 0 ? 0 : accepted <= MiB / 64 ? 1 : accepted < 64 * MiB ? 2 : 3;
      return {
        value: FLOODED[nth],
        shown: [
          `${amount(accepted)} bytes were accepted, then send failed with ${last}`,
          `${amount(sending)} wait in the client’s send buffer`,
          `${amount(received)} wait in the server’s receive buffer`,
          `${amount(sends)} calls of send`,
        ],
      };
    },
    explanation:
      'Two buffers fill up, one on each side, and both have a limit. Until then every `send` ' +
      'succeeds, so its success says nothing about the server. After that the client has to ' +
      'wait: this is [back-pressure](../glossary.md#back-pressure), and you get it without writing a line.',
  },
  {
    id: 'too-much-at-once',
    before: 'What can go wrong',
    needs: 'linux',
    question:
      'The server still does not read. Now one blocking `send` is given 256 MiB, with a ' +
      '[timeout](../glossary.md#timeout) of ' +
      '0.3 seconds. What does it return?',
    answer: { choices: BLOCKING },
    expected: 'fewer bytes than it was given',
    experiment: () => {
      const { accepted, blockedMs } = floodAndBlock(BLOCKED_MS);
      const nth = accepted <= 0 ? 0 : accepted < TRIED ? 1 : 2;
      return {
        value: BLOCKING[nth],
        shown: [
          `send(…, ${TRIED.toLocaleString('en')}) = ${accepted.toLocaleString('en')}`,
          `it took ${blockedMs.toFixed(0)} ms`,
        ],
      };
    },
    explanation:
      'The buffers took what fit, and `send` reports how much that was. A caller who looks ' +
      'only for −1 believes that everything is on its way, and the next message begins in ' +
      'the middle of this one. So `send` belongs in a loop.',
  },
];
