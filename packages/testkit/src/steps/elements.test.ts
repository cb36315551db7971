// Elements that built-in functions take, counted.

import { countElements } from './elements';

const LIST = Array.from({ length: 1_000 }, (_, n) => n);
const MAP = new Map(LIST.map((n) => [n, n]));
const SET = new Set(LIST);
const BYTES = Buffer.alloc(1_000, 'x');
/** A built-in function may call another one, and a loop asks once more at its end. */
const MOST = 2_010;

function visit(list: Iterable<unknown>): unknown {
  let last: unknown;
  for (const each of list) last = each;
  return last;
}

test.each<[string, () => unknown]>([
  ['for…of over an array', () => visit(LIST)],
  ['for…of over a map', () => visit(MAP)],
  ['for…of over a set', () => visit(SET)],
  ['a spread', () => Math.min(...MAP.values())],
  ['Array.from', () => Array.from(SET)],
  ['a search in an array', () => LIST.includes(-1)],
  ['a search in bytes', () => BYTES.indexOf('y')],
  ['a search in a string', () => 'x'.repeat(1_000).indexOf('y')],
  ['a search from the end', () => LIST.lastIndexOf(-1)],
  ['a copy of an array', () => LIST.slice()],
  ['a sort', () => [...LIST].sort()],
  ['Buffer.concat', () => Buffer.concat([BYTES])],
  ['Buffer.from', () => Buffer.from(BYTES)],
  ['set', () => Buffer.alloc(1_000).set(BYTES)],
  ['copy', () => BYTES.copy(Buffer.alloc(1_000))],
])('%s takes each element', (_title, run) => {
  const count = countElements(run);
  expect(count).toBeGreaterThanOrEqual(1_000);
  expect(count).toBeLessThanOrEqual(MOST);
});

test.each<[string, () => unknown]>([
  ['the first element of a map', () => MAP.values().next()],
  ['a view of bytes', () => BYTES.subarray(1)],
  ['a search that goes on where the last one ended', () => BYTES.indexOf('y', 999)],
  ['a search that finds the first element', () => LIST.indexOf(0)],
  ['a view of an ArrayBuffer', () => Buffer.from(new ArrayBuffer(1_000))],
])('%s takes few elements', (_title, run) => {
  expect(countElements(run)).toBeLessThanOrEqual(2);
});

test('afterwards the functions are what they were', () => {
  const owners: readonly object[] = [Array.prototype, String.prototype, Buffer, Buffer.prototype];
  const properties = (): [string, unknown][] =>
    owners.flatMap((owner) =>
      Object.entries(Object.getOwnPropertyDescriptors(owner)).map(
        ([name, { value }]) => [name, value] as [string, unknown],
      ),
    );
  const before = properties();
  expect(() =>
    countElements(() => {
      throw new Error('it');
    }),
  ).toThrow('it');
  const others = properties().filter(([, value], at) => value !== before[at]?.[1]);
  expect(others.map(([name]) => name)).toEqual([]);
  expect(properties()).toHaveLength(before.length);
});
