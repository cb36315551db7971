import { join } from 'node:path';
import { runDemo } from '@bytes-up/testkit';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

/** The lines of one way's picture. */
function pictureOf(way: string): string[] {
  const [, picture = ''] = printed.split(`over ${way}:\n`);
  return picture.split('\n').slice(2, 8);
}

const endOf = (row: string): number => row.indexOf('A');

test('the demo draws fast calls that wait for a slow one, where there are no ids', () => {
  const [slow = '', ...fast] = pictureOf('one connection, no ids');
  for (const row of fast) expect(endOf(row)).toBeGreaterThanOrEqual(endOf(slow) - 1);
});

test.each(['a pool of three', 'one connection, with ids'])(
  'the demo draws fast calls that do not wait, over %s',
  (way) => {
    const [slow = '', ...fast] = pictureOf(way);
    for (const row of fast) expect(endOf(row)).toBeLessThan(endOf(slow));
  },
);

test('the demo has a table of latencies', () => {
  const p50 = (way: string): number =>
    Number(new RegExp(`^${way} +([\\d.]+) +[\\d.]+ +[\\d.]+$`, 'm').exec(printed)?.[1]);
  expect(p50('one connection, no ids')).toBeGreaterThan(15);
  expect(p50('one connection, with ids')).toBeLessThan(p50('one connection, no ids'));
});

test('the demo counts the retries of an outage', () => {
  expect(printed).toMatch(/three attempts each +200 retries/);
  const retries = Number(/a budget of a tenth +(\d+) retries/.exec(printed)?.[1]);
  expect(retries).toBeLessThanOrEqual(15);
});
