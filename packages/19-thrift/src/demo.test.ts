import { join } from 'node:path';
import { estimatePi } from '@bytes-up/protocol';
import { runDemo } from '@bytes-up/testkit';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

/** The bytes of calc, there and back. */
function bytesOf(name: string): number {
  const [, there = '', back = ''] =
    new RegExp(`^  ${name} +(\\d+) +(\\d+) `, 'm').exec(printed) ?? [];
  return Number(there) + Number(back);
}

test('each client works with each server, over each wire', () => {
  const rows = printed.match(/^ {2}.*client: .* server: .*$/gm) ?? [];
  expect(rows).toHaveLength(24);
  for (const row of rows) expect(row).toContain(String(estimatePi(1_000)));
});

test('compact is shorter than binary, and JSON the longest; a frame costs four bytes each way', () => {
  const of = (protocol: string, transport: string): number =>
    bytesOf(`Thrift, ${protocol}, ${transport}`);
  expect(of('compact', 'buffered')).toBeGreaterThan(0);
  expect(of('compact', 'buffered')).toBeLessThan(of('binary', 'buffered'));
  expect(of('binary', 'buffered')).toBeLessThan(of('json', 'buffered'));
  for (const protocol of ['binary', 'compact', 'json'])
    expect(of(protocol, 'framed')).toBe(of(protocol, 'buffered') + 8);
});

test('the compact protocol’s call is the shortest of all', () => {
  const compact = bytesOf('Thrift, compact, buffered');
  for (const other of ['gRPC, from the third on', 'this course'])
    expect(bytesOf(other)).toBeGreaterThan(compact);
});
