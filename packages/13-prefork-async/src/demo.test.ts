import { join } from 'node:path';
import { rowOf, runDemo } from '@bytes-up/testkit';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

describe.each(['fork', 'cluster'])('the demo with %s', (engine) => {
  const part = (): string =>
    printed.split('A server of chapter 13, --engine ').find((each) => each.startsWith(engine)) ??
    '';

  test('draws three clients served by two processes, none waiting for another', () => {
    const [a, b, c] = ['A', 'B', 'C'].map((name) => rowOf(part(), name));
    for (const row of [a, b, c]) expect(row?.by).toMatch(/^process \d+$/);
    expect(new Set([a?.by, b?.by, c?.by]).size).toBeLessThanOrEqual(2);
    expect(b?.drawn.indexOf('A')).toBeLessThan(a?.drawn.indexOf('L') ?? 0);
    expect(c?.drawn.indexOf('A')).toBeLessThan(b?.drawn.indexOf('L') ?? 0);
    expect(part()).toContain('ended with code 0.');
  });

  test('measures the spread of clients that connect one after the other, and of clients that connect at once', () => {
    const [, oneByOne = '', atOnce = ''] = part().split(/4 workers:|at the same time:/);
    for (const text of [oneByOne, atOnce]) {
      const counts = [...text.matchAll(/^ {2}process \d+ +(\d+) {2}█+ *$/gm)];
      expect(counts.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(200);
    }
  });
});
