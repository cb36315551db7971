import { StopFlag } from '../index';

test('at first no stop is requested, and there is no deadline', () => {
  const flag = new StopFlag(1_000);
  expect(flag.requested).toBe(false);
  expect(flag.leftMs).toBe(Infinity);
});

test('the first request starts the grace period', () => {
  let nowMs = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const flag = new StopFlag(1_000);
  flag.request();
  expect(flag.leftMs).toBe(900); // the rest is for the exit
  nowMs = 500;
  flag.request();
  expect(flag.leftMs).toBe(400);
  jest.restoreAllMocks();
});

test('a flag that is polled subtracts the time in which a request may go unnoticed', () => {
  const flag = new StopFlag(4_000, () => true);
  expect(flag.pollIntervalMs).toBe(1_000);
  expect(flag.poll()).toBe(true);
  expect(flag.leftMs).toBeLessThanOrEqual(4_000 - 1_000 - 100);
});

test('a busy server that asks often polls only every 5 ms', () => {
  let nowMs = 0;
  let polls = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const flag = new StopFlag(1_000, () => ++polls < 0);
  for (nowMs = 0; nowMs < 10; nowMs++) expect(flag.requested).toBe(false);
  expect(polls).toBe(2);
  jest.restoreAllMocks();
});

test('callbacks run once, the last one first', () => {
  const flag = new StopFlag(1_000);
  const called: string[] = [];
  flag.onStop(() => called.push('opened first'));
  flag.onStop(() => called.push('opened second'));
  flag.request();
  flag.request();
  expect(called).toEqual(['opened second', 'opened first']);
});
