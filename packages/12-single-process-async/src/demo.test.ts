import { join } from 'node:path';
import { rowOf, runDemo } from '@bytes-up/testkit';

let output = '';

beforeAll(async () => {
  output = await runDemo(join(__dirname, 'demo.ts'));
});

/** What the demo prints for one engine. */
function partOf(engine: 'net' | 'epoll'): string {
  return (
    output.split('A server of chapter 12, --engine ').find((part) => part.startsWith(engine)) ?? ''
  );
}

test('the demo shows four ways to read ten bytes', () => {
  expect(output.match(/reads returned 4 and 6 bytes/g)).toHaveLength(4);
});

describe.each(['net', 'epoll'] as const)('the demo with %s', (engine) => {
  test('draws three clients that are served at the same time', () => {
    const row = (name: string): string => rowOf(partOf(engine), name).drawn;
    expect(row('A').indexOf('L')).toBeGreaterThan(row('B').indexOf('A'));
    expect(row('B').indexOf('L')).toBeGreaterThan(row('C').indexOf('A'));
    expect(partOf(engine)).toContain('ended with code 0.');
  });

  test('measures idle and busy clients, and a modest one beside a greedy one', () => {
    const part = partOf(engine);
    expect(part).toMatch(/^10 busy +[\d,]+ +[\d.]+ ms +[\d.]+ ms +(\d+ MB|needs Linux)$/m);
    expect(part).toMatch(/^10 busy, 1000 idle +[\d,]+ +[\d.]+ ms/m);
    const has = /when the greedy one has (\d+) of its 1000 answers/.exec(part)?.[1];
    expect(Number(has)).toBeLessThan(1000);
  });
});
