import { join } from 'node:path';
import { rowOf, runDemo } from '@bytes-up/testkit';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

/** The counts of the spread that is printed below a heading, up to an empty line. */
function countsAfter(heading: string): number[] {
  const lines = printed.split('\n');
  const from = lines.findIndex((line) => line.startsWith(heading)) + 1;
  const bars = lines.slice(from, lines.indexOf('', from));
  return bars.flatMap((line) => Number(/^ {2}process \d+ +(\d+) /.exec(line)?.[1] ?? 0) || []);
}

test.each(['sendmsg', 'node'])(
  'the demo draws three clients with %s: the workers take turns',
  (engine) => {
    const parts = printed.split('A server of chapter 14, --engine ');
    const part = parts.find((each) => each.startsWith(engine)) ?? '';
    const [a, b, c] = ['A', 'B', 'C'].map((name) => rowOf(part, name));
    expect(a?.by).toMatch(/^process \d+$/);
    expect(b?.by).not.toBe(a?.by);
    expect(c?.by).toBe(a?.by);
    expect(c?.drawn.indexOf('A')).toBeLessThan(a?.drawn.indexOf('L') ?? 0);
    expect(part).toContain('ended with code 0.');
  },
);

test('the demo compares the spread with chapter 13’s: here it is even', () => {
  expect(countsAfter('chapter 14, ')).toEqual([50, 50, 50, 50]);
  const total = countsAfter('chapter 13, ').reduce((sum, count) => sum + count, 0);
  expect(total).toBe(200);
});

test('where every second client leaves, round robin uses half of the workers for those that stay, least connections all', () => {
  expect(countsAfter('--policy round-robin')).toEqual([20, 20]);
  expect(countsAfter('--policy least-connections')).toHaveLength(4);
});
