import { join } from 'node:path';
import { estimatePi } from '@bytes-up/protocol';
import { runDemo } from '@bytes-up/stage';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

test('each client is answered by each server', () => {
  const rows = printed.match(/^ {2}client: .* server: .*$/gm) ?? [];
  expect(rows).toHaveLength(4);
  for (const row of rows) expect(row).toContain(String(estimatePi(1_000)));
});

test('a session is shown frame by frame', () => {
  for (const line of ['C  HEADERS stream 1', 'S  SETTINGS connection', 'S    grpc-status: 0'])
    expect(printed).toContain(line);
});

test('a large message is seven frames', () => {
  const [, large = ''] = printed.split('is not a frame:');
  const frames = large.match(/^ {2}C {2}DATA stream 1, \d{4,} bytes/gm);
  expect(frames).toHaveLength(7);
});

test('the first call on a connection costs most, and ours costs less', () => {
  const bytes = (name: string): number => {
    const [, there = '', back = ''] =
      new RegExp(`^  ${name} +(\\d+) +(\\d+)$`, 'm').exec(printed) ?? [];
    return Number(there) + Number(back);
  };
  const [first, third, ours] = [
    bytes('gRPC, the first on its connection'),
    bytes('gRPC, the third'),
    bytes('this course, every one'),
  ];
  expect(first).toBeGreaterThan(third);
  expect(third).toBeGreaterThan(0);
  expect(ours).toBeLessThan(third);
});
