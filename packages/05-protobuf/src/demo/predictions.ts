// The predictions of chapter 05: questions, experiments and explanations.

import type { Prediction } from '@bytes-up/testkit';
import { bytesFor, order, orders, sizesOf, throughOldProgram, twoInARow } from './order';

const LINES = 100;
const TYPES = ['int32', 'sint32', 'sfixed32'];

const AFTER_OLD = ['empty', 'Ada', 'none: the old program reports an error'] as const;
const ROW = {
  error: 'an error: there are bytes after the message',
  first: 'the first order',
  second: 'the second order',
  both: 'one order, with the customer of the first and the id of the second',
} as const;

export const predictions: readonly Prediction[] = [
  {
    id: 'old-program',
    before: 'The idea',
    question:
      'An order has an id, a customer and lines. A program with an older schema, in which an ' +
      'order has no customer, reads Ada’s order, changes the id and writes it back. What does ' +
      'a program with the newer schema find as the customer?',
    answer: { choices: AFTER_OLD },
    expected: 'Ada',
    experiment: () => {
      const { seen, back } = throughOldProgram();
      const { id, customer } = back as { id: number; customer: string };
      return {
        value: customer,
        shown: [
          `the old program sees: ${Object.keys(seen).join(', ')}`,
          `the new one reads back: id ${id}, customer ${JSON.stringify(customer)}`,
        ],
      };
    },
    explanation:
      'The old program keeps the bytes of fields that it does not know, and writes them back. It ' +
      'can, because the [wire type](../glossary.md#wire-type) says where each field ends. ' +
      'Without this rule, you could add a field only after you have updated every program ' +
      'that passes orders on.',
  },
  {
    id: 'minus-one',
    before: 'The code',
    question:
      'Field 1 has the type `int32` and the value −1. How many bytes does it take, with its key?',
    answer: { unit: 'bytes' },
    expected: 11,
    experiment: () => ({
      value: bytesFor('int32', -1) ?? NaN,
      shown: TYPES.map((type) => `${type.padEnd(9)}−1: ${bytesFor(type, -1)} bytes`),
    }),
    explanation:
      'A negative `int32` is first extended to 64 bits, so that a reader with an `int64` ' +
      'field gets the same value. 64 bits in groups of seven make ten bytes, and the key ' +
      'is one. If a number is often negative, declare it `sint32`: that is ' +
      '[zigzag](../glossary.md#zigzag).',
  },
  {
    id: 'cut-anywhere',
    before: 'Run it',
    question:
      'An order with six fields at its top level is sent. The connection breaks, and only the ' +
      'first bytes arrive, at least one. At how many of the possible cuts does the decoder ' +
      'notice nothing?',
    answer: { unit: 'cuts' },
    expected: 5,
    experiment: () => {
      const bytes = Buffer.from(orders.encode(order));
      const unnoticed: number[] = [];
      for (let cut = 1; cut < bytes.length; cut++) {
        try {
          orders.decode(bytes.subarray(0, cut));
          unnoticed.push(cut);
        } catch {
          // noticed: it ends inside a field
        }
      }
      return {
        value: unnoticed.length,
        shown: [
          `${bytes.length} bytes, ${bytes.length - 1} cuts`,
          `decoded without an error after byte ${unnoticed.join(', ')}`,
        ],
      };
    },
    explanation:
      'An order that is cut between two fields is a valid order with fewer fields, and what ' +
      'is missing looks like zero. A message does not say where it ends, so something ' +
      'outside it must: a length, or the end of a file that you know to be whole.',
  },
  {
    id: 'share-of-json',
    before: 'Run it',
    question:
      `An order has ${LINES} lines like \`{"article":"pen","count":2,"sizes":[1,2,300]}\`. What ` +
      'percentage of JSON’s bytes does protobuf take?',
    answer: { unit: 'percent' },
    expected: [20, 33],
    experiment: () => {
      const { bytes, json } = sizesOf(LINES);
      return {
        value: Math.round((100 * bytes) / json),
        shown: [`protobuf  ${bytes} bytes`, `JSON      ${json} bytes`],
      };
    },
    explanation:
      'JSON repeats three names in each line, with quotes and colons. Protobuf has a key of ' +
      'one byte in place of each. With long texts the difference would nearly disappear, ' +
      'because text takes the same bytes in both.',
  },
  {
    id: 'two-in-a-row',
    before: 'Run it',
    question:
      'Two orders are concatenated: id 1 from Ada, then id 2 without a customer. A program ' +
      'decodes all bytes as one order. What does it get?',
    answer: { choices: Object.values(ROW) },
    expected: ROW.both,
    experiment: () => {
      let value: string = ROW.error;
      let shown = 'an error';
      try {
        const { id, customer } = twoInARow() as { id: number; customer: string };
        value = id === 1 ? ROW.first : customer === 'Ada' ? ROW.both : ROW.second;
        shown = `id ${id}, customer ${JSON.stringify(customer)}`;
      } catch {
        // the value says so
      }
      return { value, shown: [shown] };
    },
    explanation:
      'A message is a sequence of fields, and if a field occurs twice, the last one wins. ' +
      'So two messages in a row form one valid message, and the order that you get never ' +
      'existed. This is deliberate: programs can merge messages by concatenating them.',
  },
];
