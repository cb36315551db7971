import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimatePi } from '@bytes-up/protocol';
import { runDemo } from '@bytes-up/testkit';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

test('each client works with each server', () => {
  const rows = printed.match(/^ {2}client: .* server: .*$/gm) ?? [];
  expect(rows).toHaveLength(4);
  for (const row of rows) expect(row).toContain(String(estimatePi(1_000)));
});

/** Removes what differs from run to run. */
const normal = (text: string): string =>
  text
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/date: .* GMT/g, 'DATE')
    .replace(/HEADERS stream 1, \d+ bytes/g, 'HEADERS');

test('the page shows what the demo prints, line by line', () => {
  const page = readFileSync(join(__dirname, '../../../docs/chapters/18-grpc.md'), 'utf8');
  const [session = ''] = /(?<=```text\n) {2}C {2}SETTINGS[^`]*(?=```)/.exec(page) ?? [];
  const [, , printedSession = ''] = printed.split(/\n\n/).slice(1);
  expect(session.split('\n').length).toBeGreaterThan(20);
  // An acknowledgement may come at any time, so each direction is compared by itself.
  for (const who of ['C', 'S']) expect(of(who, printedSession)).toEqual(of(who, session));

  const [large = ''] = /(?<=```text\n) {2}C {2}DATA[^`]*(?=```)/.exec(page) ?? [];
  const data = (text: string): string[] => of('C', text).filter((line) => !line.includes('WINDOW'));
  expect(data(printed.split('is not a frame:')[1] ?? '')).toEqual(data(large));
});

function of(who: string, text: string): string[] {
  return normal(text)
    .split('\n')
    .filter((line) => line.startsWith(`  ${who} `));
}

test('a session is shown frame by frame', () => {
  for (const line of ['C  HEADERS stream 1', 'S  SETTINGS connection', 'S    grpc-status: 0'])
    expect(printed).toContain(line);
});

test('a large message is seven frames', () => {
  const [, large = ''] = printed.split('is not a frame:');
  const frames = large.match(/^ {2}C {2}DATA stream 1, \d{4,} bytes/gm);
  expect(frames).toHaveLength(7);
  expect(large.split('Bytes on the wire')[0]).not.toContain('grpc-message');
});

test('the first call on a connection costs most, and ours costs less than any', () => {
  const bytes = (name: string): number => {
    const [, there = '', back = ''] =
      new RegExp(`^  ${name} +(\\d+) +(\\d+)$`, 'm').exec(printed) ?? [];
    return Number(there) + Number(back);
  };
  const [first, third, ours] = [
    bytes('gRPC, by hand, the first on its connection'),
    bytes('gRPC, by hand, the third'),
    bytes('this course, every one'),
  ];
  expect(first).toBeGreaterThan(third);
  expect(third).toBeGreaterThan(0);
  expect(ours).toBeLessThan(third);
});
