import { join } from 'node:path';
import { rowOf, runDemo } from '@bytes-up/testkit';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

test('the demo draws three clients, each served by its own process, and none waits for another', () => {
  const [a, b, c] = ['A', 'B', 'C'].map((name) => rowOf(printed, name));
  expect(new Set([a?.by, b?.by, c?.by]).size).toBe(3);
  for (const row of [a, b, c]) expect(row?.by).toMatch(/^process \d+$/);
  expect(b?.drawn.indexOf('A')).toBeLessThan(a?.drawn.indexOf('L') ?? 0);
  expect(c?.drawn.indexOf('A')).toBeLessThan(b?.drawn.indexOf('L') ?? 0);
  expect(printed).toContain('ended with code 0.');
});

test('the demo shows the process tree: one process, four, and one again', () => {
  const [, root] = /^no clients +(\d+)$/m.exec(printed) ?? [];
  expect(printed).toMatch(
    new RegExp(
      `^three clients +${root} ─┬─ \\d+\\n +├─ \\d+\\n +└─ \\d+\\nall have left +${root}$`,
      'm',
    ),
  );
});

test('the demo measures what a fork per connection costs', () => {
  const of = (name: string): number =>
    Number(new RegExp(`^${name}.* ([\\d.]+) ms each$`, 'm').exec(printed)?.[1]);
  expect(of('chapter 10, a fork each')).toBeGreaterThan(2 * of('chapter 08, no fork'));
});
