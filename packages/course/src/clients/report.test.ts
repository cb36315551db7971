import type { Step } from '@bytes-up/testkit';
import type { HeldClient } from './held-client';
import type { Plan } from './plan';
import { exitCodeOf, pictureOf, summaryLine, summaryOf } from './report';

const plan = {
  address: { host: '127.0.0.1', port: 8080 },
  request: { in: 'ping' },
  times: 1,
} as Plan;

/** A client that saw the steps, 10 ms apart. */
function client(number: number, ...steps: (Step | [Step, string])[]): HeldClient {
  const seen = steps.map((step, i) =>
    typeof step === 'string'
      ? { atMs: i * 10, step }
      : { atMs: i * 10, step: step[0], note: step[1] },
  );
  const has = (step: Step): boolean => seen.some((each) => each.step === step);
  return { number, seen, has, answers: has('answered') ? 1 : 0 } as unknown as HeldClient;
}

const answered = client(1, 'connected', 'sent', 'answered', 'left');
const waiting = client(2, 'connected', 'sent', 'left');

test.each([
  [[answered], '1 answered, 0 waiting, 0 reset', 0],
  [[answered, waiting], '1 answered, 1 waiting, 0 reset', 1],
  [
    [client(1, 'connected', 'sent', 'answered', ['reset', 'ECONNRESET'])],
    '1 answered, 0 waiting, 1 reset',
    0,
  ],
  [
    [answered, client(2, ['not connected', 'ECONNREFUSED'])],
    '1 answered, 0 waiting, 0 reset, 1 not connected',
    1,
  ],
  [[client(1, 'connected', 'refused', 'left')], '0 answered, 0 waiting, 0 reset, 1 refused', 1],
])('%#: a summary and an exit code', (clients, line, code) => {
  const summary = summaryOf(clients, plan);
  expect(summaryLine(summary, plan)).toBe(line);
  expect(exitCodeOf(summary, plan)).toBe(code);
});

test('no line of the timeline is wider than the terminal, however long the notes are', () => {
  const clients = Array.from({ length: 10_000 }, (_, i) =>
    client(i + 1, 'connected', 'half sent', 'sent', 'refused', ['broken', 'x'.repeat(200)]),
  );
  const lines = pictureOf(clients, 60).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(lines).toContain('9980 more');
  expect(lines.filter((line) => line.startsWith('client '))).toHaveLength(20);
});

test('a waiting client and an answered one look different in the timeline', () => {
  const lines = pictureOf([answered, waiting], 60).split('\n');
  expect(lines[1]).toMatch(/^client 1 {2}C\.+S\.+A=+L$/);
  expect(lines[2]).toMatch(/^client 2 {2}C\.+S\.+L$/);
});
