// The cost of generating functions is linear in the size of the message type, in steps
// and in length of the source. The cost of decoding does not depend on the number of
// members in a oneof. Steps are counted, not timed.

import { StepCounter } from '@bytes-up/testkit';
import { parseProto, type MessageType } from '..';
import type * as Decode from '../message/decode';
import type * as Compile from './compile';

const many = (n: number, one: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => one(i)).join(' ');

const SHAPES: Readonly<Record<string, (n: number) => string>> = {
  fields: (n) => many(n, (i) => `int32 f${i}x = ${i + 1};`),
  'optional fields': (n) => many(n, (i) => `optional int32 f${i}x = ${i + 1};`),
  maps: (n) => many(n, (i) => `map<int32, M> f${i}x = ${i + 1};`),
  oneofs: (n) => many(n, (i) => `oneof o${i}x { int32 f${i}x = ${i + 1}; }`),
  'members of one oneof': (n) => `oneof o { ${many(n, (i) => `int32 f${i}x = ${i + 1};`)} }`,
  'members that are messages': (n) => `oneof o { ${many(n, (i) => `M f${i}x = ${i + 1};`)} }`,
  'types of fields': (n) => many(n, (i) => `message N${i}x { M m = 1; } N${i}x f${i}x = ${i + 1};`),
};

const typeOf = (shape: string): MessageType =>
  parseProto(`syntax = "proto3"; message M { ${shape} }`).message('M');

let counter: StepCounter;

beforeAll(() => {
  counter = new StepCounter((url) => url.includes('/05-protobuf/src/'));
  jest.resetModules(); // reload, so that the blocks are counted
});
afterAll(() => counter.stop());

describe('a message type with twice as many', () => {
  test.each(Object.keys(SHAPES))('%s takes twice the steps', (name) => {
    const { sourceFor } = jest.requireActual<typeof Compile>('./compile');
    const cost = (n: number): { steps: number; source: number } => {
      const type = typeOf(SHAPES[name]?.(n) ?? '');
      let source = 0;
      return { steps: counter.count(() => (source = sourceFor(type).length)), source };
    };
    const [once, twice] = [cost(2_000), cost(4_000)];
    expect(once.steps).toBeGreaterThan(2_000);
    expect(twice.steps).toBeLessThan(2.2 * once.steps);
    expect(twice.source).toBeLessThan(2.2 * once.source);
  });
});

test('replacing a member of a oneof costs the same among twice as many', () => {
  const { decodeMessage } = jest.requireActual<typeof Decode>('../message/decode');
  const bytes = Buffer.from('08011002'.repeat(10_000), 'hex');
  const cost = (members: number): number => {
    const type = typeOf(SHAPES['members of one oneof']?.(members) ?? '');
    return counter.count(() => {
      const { f0x, f1x } = decodeMessage(type, bytes);
      expect([f0x, f1x]).toEqual([undefined, 2]);
    });
  };
  cost(100); // warm up: some work is done only once
  expect(cost(200)).toBeLessThan(1.3 * cost(100));
});
