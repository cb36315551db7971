import { join } from 'node:path';
import { rowOf, runDemo } from '@bytes-up/testkit';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

/**
 * What is printed after a line that begins so, up to an empty line: the counts of a
 * spread.
 */
function countsAfter(heading: string): number[] {
  const lines = printed.split('\n');
  const from = lines.findIndex((line) => line.startsWith(heading)) + 1;
  const bars = lines.slice(from, lines.indexOf('', from));
  return bars.flatMap((line) => Number(/^ {2}process \d+ +(\d+) /.exec(line)?.[1] ?? 0) || []);
}

test.each(['sendmsg', 'node'])(
  'the demo draws three clients with %s: workers take turns',
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

test('the demo lays the spread beside chapter 13’s: here it is even', () => {
  expect(countsAfter('chapter 14, ')).toEqual([50, 50, 50, 50]);
  const total = countsAfter('chapter 13, ').reduce((sum, count) => sum + count, 0);
  expect(total).toBe(200);
});

test('where every second client leaves, round robin gives those that stay to half of the workers, least connections to all', () => {
  expect(countsAfter('--policy round-robin')).toEqual([20, 20]);
  expect(countsAfter('--policy least-connections')).toHaveLength(4);
});
