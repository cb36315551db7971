// The predictions of chapter 03: questions, experiments and explanations.

import { deflateRawSync } from 'node:zlib';
import type { Prediction } from '@bytes-up/testkit';
import { encodeFrame } from '../frame/encode-frame';
import { encodeVarint32 } from '../other-ways/varint';
import { MESSAGE } from './message';
import { countSplits, showSplits } from './pieces';
import { showRows, sumRows } from './sizes';

const MiB = 1024 * 1024;
const BODY = '{"in":"ping","params":"Tromsø"}';

export const predictions: readonly Prediction[] = [
  {
    id: 'length-of-tromso',
    before: 'The code',
    question: `A client sends \`${BODY}\`, which is 31 characters. Which number is in the four bytes in front of it?`,
    answer: { unit: 'bytes' },
    expected: 32,
    experiment: () => {
      const frame = encodeFrame(BODY);
      const length = frame
        .subarray(0, 4)
        .toString('hex')
        .replace(/..(?!$)/g, '$& ');
      return { value: frame.readUInt32LE(0), shown: [`${length} ${BODY}`] };
    },
    explanation:
      'The length counts bytes, and `ø` is two bytes in UTF-8. A client that sends the ' +
      'number of characters works for as long as its users write English. After that, the ' +
      'server reads the closing brace as the first byte of the next length.',
  },
  {
    id: 'one-recv-each',
    before: 'Decoding frames: push and next',
    question:
      'Three frames, 81 bytes, arrive in two pieces. A reader calls `recv` once for each length ' +
      'and once for each body. The network can cut at 80 places: at how many of them does this ' +
      'reader get all three frames?',
    answer: { unit: 'places' },
    expected: 5,
    experiment: () => ({ value: countSplits().once, shown: showSplits() }),
    explanation:
      'It survives only a cut between two parts, and three lengths and three bodies have five ' +
      'such places. On one machine small frames mostly arrive whole, so the bug passes your ' +
      'tests and waits for a real network.',
  },
  {
    id: 'varint-of-minus-one',
    before: 'What binary data costs as text',
    question:
      'The number 300 takes two bytes as a varint. How many does −1 take as a varint of 32 ' +
      'bits, without zigzag?',
    answer: { unit: 'bytes' },
    expected: 5,
    experiment: () => {
      const hex = (value: number): string =>
        Buffer.from(encodeVarint32(value >>> 0)).toString('hex');
      return {
        value: encodeVarint32(-1 >>> 0).length,
        shown: [1, 300, -1].map((value) => `${String(value).padStart(5)}  ${hex(value)}`),
      };
    },
    explanation:
      'All 32 bits of −1 are set, and each byte holds seven of them: 32 / 7, rounded up. A ' +
      'fixed-width number would have been four bytes. Zigzag makes it one.',
  },
  {
    id: 'names-once',
    before: 'Where the field names are: in every message, sent once, or nowhere',
    question:
      'A hundred JSON messages have the same six field names, like ' +
      `\`${JSON.stringify(MESSAGE)}\`. If the names are sent only once, what percentage of the ` +
      'bytes is left?',
    answer: { unit: 'percent' },
    expected: [50, 60],
    experiment: () => {
      const { explicit, once } = sumRows();
      return { value: Math.round((100 * once) / explicit), shown: showRows() };
    },
    explanation:
      'With short values, nearly half of each message is names with their quotes and ' +
      'colons. That is why binary protocols replace names with numbers or leave them out. ' +
      'Compression finds the same repetition without any agreement, but only within one ' +
      'body.',
  },
  {
    id: 'zeros-deflated',
    before: 'Compression',
    question:
      'Deflate is the algorithm of gzip and zip. How many times smaller does it make 64 MiB of ' +
      'zeros?',
    answer: { unit: 'times' },
    expected: [900, 1032],
    experiment: () => {
      const bytes = deflateRawSync(Buffer.alloc(64 * MiB)).length;
      const from = (64 * MiB).toLocaleString('en');
      return {
        value: (64 * MiB) / bytes,
        shown: [
          `${from} bytes of zeros`,
          `${bytes.toLocaleString('en').padStart(from.length)} bytes deflated`,
        ],
      };
    },
    explanation:
      'Deflate writes a repetition of at most 258 bytes in at least two bits, so its limit ' +
      'is 1032 to 1. That is far more than most people guess: a client that sends 64 KiB ' +
      'makes a careless server allocate 64 MiB. So apply the limit while you decompress.',
  },
];
