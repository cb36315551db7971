import { join } from 'node:path';
import { runDemo } from '@bytes-up/testkit';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

test('the demo shows a request and every type as bytes', () => {
  expect(printed).toContain('    *2⏎$4⏎ECHO⏎$5⏎hello⏎\n');
  expect(printed).toMatch(/^ {4}map {14}%1⏎\$3⏎key⏎:1⏎$/m);
});

test('the demo shows pieces, and bytes that are refused', () => {
  expect(printed.match(/not complete$/gm)).toHaveLength(2);
  expect(printed).toMatch(/ complete: array$/m);
  expect(printed).toContain('byte 0: expected a length, or -1, got "-5"');
});

test('the demo talks to our service', () => {
  expect(printed).toContain('    → *1⏎$4⏎PING⏎\n    ← +PONG⏎\n');
  expect(printed).toMatch(/→ \*3⏎\$3⏎RPC⏎\$2⏎pi⏎\$4⏎1000⏎\n {4}← \$18⏎3\.14/);
  expect(printed).toContain("← -ERR unknown command 'GET', with args beginning with: 'x' ⏎");
});
