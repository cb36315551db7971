import { RestartBackoff } from './restart-backoff';

let nowMs = 0;
const backoff = (): RestartBackoff => new RestartBackoff(() => nowMs);

beforeEach(() => {
  nowMs = 5_000;
});

test('the first worker may be forked at once', () => {
  expect(backoff().leftMs).toBeLessThanOrEqual(0);
});

test('a worker that lived for a second or more is replaced at once', () => {
  const ours = backoff();
  ours.ended(1_000);
  expect(ours.leftMs).toBeLessThanOrEqual(0);
});

test('workers that die at once are restarted later and later, up to ten seconds', () => {
  const ours = backoff();
  const waits = Array.from({ length: 9 }, () => {
    ours.ended(10);
    const waitMs = ours.leftMs;
    nowMs += waitMs;
    return waitMs;
  });
  expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
});

test('a fork that fails counts as a worker that died at once', () => {
  const ours = backoff();
  ours.ended(10);
  nowMs += ours.leftMs;
  ours.failed();
  expect(ours.leftMs).toBe(200);
});

test('workers that die together make the wait longer only once', () => {
  const ours = backoff();
  for (const expected of [100, 200, 400]) {
    for (let worker = 0; worker < 8; worker++) ours.ended(10);
    expect(ours.leftMs).toBe(expected);
    nowMs += expected;
  }
});

test('a worker that lived for a second or more resets the backoff', () => {
  const ours = backoff();
  for (let n = 0; n < 5; n++) {
    ours.failed();
    nowMs += ours.leftMs;
  }
  ours.ended(60_000);
  ours.ended(10);
  expect(ours.leftMs).toBe(100);
});
