import { join } from 'node:path';
import { rowOf, runDemo } from '@bytes-up/testkit';

let each = '';
let pool = '';
let measured = '';

beforeAll(async () => {
  const printed = await runDemo(join(__dirname, 'demo.ts'));
  [each = '', pool = '', measured = ''] = printed.split(
    /A pool of two threads|Clients that connect/,
  );
});

test('the demo draws three clients, each served by its own thread, and none waits for another to leave', () => {
  const [a, b, c] = ['A', 'B', 'C'].map((name) => rowOf(each, name));
  expect([a?.by, b?.by, c?.by]).toEqual(['thread 1', 'thread 2', 'thread 3']);
  expect(b?.drawn.indexOf('A')).toBeLessThan(a?.drawn.indexOf('L') ?? 0);
  expect(c?.drawn.indexOf('A')).toBeLessThan(b?.drawn.indexOf('L') ?? 0);
  expect(each).toContain('ended with code 0.');
});

test('with a pool of two threads the third client waits for the thread of one that leaves', () => {
  const [a, b, c] = ['A', 'B', 'C'].map((name) => rowOf(pool, name));
  expect(a?.by).not.toBe(b?.by);
  expect([a?.by, b?.by]).toContain(c?.by);
  const firstLeft = Math.min(a?.drawn.indexOf('L') ?? 0, b?.drawn.indexOf('L') ?? 0);
  expect(c?.drawn.indexOf('A')).toBeGreaterThanOrEqual(firstLeft - 1);
});

test('the demo measures what a thread costs, and calls that compute on one thread and on several', () => {
  for (const name of ['chapter 08, one thread', 'a thread each', 'a pool of four']) {
    expect(measured).toMatch(new RegExp(`^${name} +[\\d,]+ clients/s +[\\d.]+ ms each$`, 'm'));
    expect(measured).toMatch(new RegExp(`^${name} +\\d+ ms until all are answered$`, 'm'));
  }
});

test('the demo counts with and without Atomics', () => {
  expect(measured).toMatch(/^read, add, write +[\d,]+ counted, [\d,]+ lost$/m);
  expect(measured).toMatch(/^Atomics.add +2,000,000 counted, 0 lost$/m);
});
