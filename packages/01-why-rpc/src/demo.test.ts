import { join } from 'node:path';
import { runDemo } from '@bytes-up/testkit';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

test('the demo shows what REST and RPC put on the wire, and counts it', () => {
  expect(printed).toContain('GET /pi?terms=1000 HTTP/1.1');
  expect(printed).toMatch(
    /^ {4}\[[0-9a-f]{2}\]\[00\]\[00\]\[00\]\{"in":"pi","params":1000\}$|^ {4}.\[00\]\[00\]\[00\]\{"in":"pi"/m,
  );
  const bytes = (way: string): number[] =>
    (new RegExp(`^${way} +(\\d+) +(\\d+) +(\\d+) +3\\.14`, 'm').exec(printed) ?? [])
      .slice(1)
      .map(Number);
  expect(bytes('local')).toEqual([0, 0, 0]);
  const [request = 0, answer = 0, both] = bytes('RPC');
  expect(both).toBe(request + answer);
  expect(bytes('REST')[2]).toBeGreaterThan(3 * (both ?? 0));
});

test('the demo measures what a call costs', () => {
  for (const way of ['local', 'REST', 'RPC']) {
    expect(printed).toMatch(new RegExp(`^${way} +[\\d.]+ µs +[\\d,]+$`, 'm'));
  }
});

test('the demo shows what GET makes possible: a cache, a status without a body, a retry', () => {
  expect(printed).toMatch(/^first +\d+ +\d+ {4}HTTP\/1\.1 200 OK$/m);
  expect(printed).toMatch(/^at once +0 +0 {4}not asked$/m);
  expect(printed).toMatch(/^stale +\d+ +\d+ {4}HTTP\/1\.1 304 Not Modified$/m);
  expect(printed).toMatch(/^REST +3\.14\d+, with a second GET$/m);
  expect(printed).toMatch(/^RPC +connection closed$/m);
});
