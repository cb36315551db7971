import { join } from 'node:path';
import { rowOf, runDemo } from '@bytes-up/testkit';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

test('the demo draws three clients and two workers: the third one waits for the first one to leave', () => {
  const [a, b, c] = ['A', 'B', 'C'].map((name) => rowOf(printed, name));
  expect(a?.by).toMatch(/^process \d+$/);
  expect(b?.by).toMatch(/^process \d+$/);
  expect(b?.by).not.toBe(a?.by);
  expect(c?.by).toBe(a?.by);
  expect(b?.drawn.indexOf('A')).toBeLessThan(a?.drawn.indexOf('L') ?? 0);
  expect(c?.drawn.indexOf('A')).toBeGreaterThanOrEqual((a?.drawn.indexOf('L') ?? Infinity) - 1);
  expect(printed).toContain('ended with code 0.');
});

test('the demo shows the spread of connections over the workers', () => {
  const [, apart = '', atOnce = ''] = printed.split(/workers in accept:|at the same time:/);
  const counts = (text: string): number[] =>
    [...text.matchAll(/^ {2}process \d+ +(\d+) {2}█+$/gm)].map(([, count]) => Number(count));
  expect(counts(apart).reduce((sum, count) => sum + count, 0)).toBe(200);
  expect(counts(atOnce)).toEqual([1, 1, 1, 1]); // a worker that serves does not accept
});

test('the demo kills a worker and shows that it is replaced', () => {
  expect(printed).toMatch(/was killed by SIGKILL; restarting\.$/m);
  expect(printed).toMatch(/^\d+ ms after its death there are two workers again\.$/m);
});
