// The predictions of chapter 19: questions, experiments and explanations.

import { encodeBody, encodeFrame } from '@bytes-up/codec';
import type { Prediction } from '@bytes-up/testkit';
import { piOf } from '../pi-handler';
import { bytesOfCalc, N } from './bytes-of-calls';

const row = (name: string, bytes: number): string =>
  `${name.padEnd(20)}${String(bytes).padStart(4)} bytes`;

export const predictions: readonly Prediction[] = [
  {
    id: 'framed',
    before: 'Run it',
    question:
      'A call and its answer go over the framed transport instead of the buffered one. How ' +
      'many more bytes is that, in both directions together?',
    answer: { unit: 'bytes' },
    expected: 8,
    experiment: async () => {
      const buffered = await bytesOfCalc({ protocol: 'binary', transport: 'buffered' });
      const framed = await bytesOfCalc({ protocol: 'binary', transport: 'framed' });
      return {
        value: framed - buffered,
        shown: [row('binary, buffered', buffered), row('binary, framed', framed)],
      };
    },
    explanation:
      'A length of four bytes in each direction, as in chapter 03 but in network byte ' +
      'order. In return, a server knows where a message ends without parsing it. An ' +
      'asynchronous server needs that: it can wait for the whole message first.',
  },
  {
    id: 'json-and-this-course',
    before: 'Run it',
    question:
      'Thrift has a JSON protocol, and this course’s messages are JSON too. `calc(1000)` in ' +
      'Thrift’s JSON takes more bytes. How many times as many, there and back?',
    answer: { unit: 'times' },
    expected: [1, 2.5],
    experiment: async () => {
      const json = await bytesOfCalc({ protocol: 'json', transport: 'framed' });
      const own =
        encodeFrame(encodeBody({ in: 'pi', params: N, id: 1 })).length +
        encodeFrame(encodeBody({ out: 'pi_r', result: piOf(N), id: 1 })).length;
      return {
        value: json / own,
        shown: [row('Thrift, JSON, framed', json), row('this course', own)],
      };
    },
    explanation:
      'Thrift’s JSON has numbers in place of field names, and a type next to each value, ' +
      'because its reader relies on them. So it is neither short nor easy to read. Use it ' +
      'where only text can be sent.',
  },
  {
    id: 'compact-and-binary',
    before: 'Run it',
    question:
      'What percentage of the binary protocol’s bytes does the compact protocol take for ' +
      '`calc(1000)` and its answer?',
    answer: { unit: 'percent' },
    expected: [50, 80],
    experiment: async () => {
      const binary = await bytesOfCalc({ protocol: 'binary', transport: 'buffered' });
      const compact = await bytesOfCalc({ protocol: 'compact', transport: 'buffered' });
      return {
        value: Math.round((100 * compact) / binary),
        shown: [row('binary, buffered', binary), row('compact, buffered', compact)],
      };
    },
    explanation:
      'Varints and field-number deltas save the most in small integers and in the message ' +
      'header. The result is a double, eight bytes in both, and the method’s name, which ' +
      'Thrift sends with every call, does not shrink either.',
  },
];
