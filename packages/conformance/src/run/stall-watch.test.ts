import { StallWatch } from './stall-watch';

let nowMs: number;
let watch: StallWatch;

beforeEach(() => {
  nowMs = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  watch = new StallWatch();
});

afterEach(() => {
  watch.stop();
  jest.restoreAllMocks();
});

test('a process that keeps running has no stalls', () => {
  for (const ms of [20, 25, 35]) {
    nowMs += ms;
    expect(watch.worstSince(0)).toBe(0);
  }
});

test('a late poll is a stall, counted at the time it ended', () => {
  nowMs = 1_520;
  expect(watch.worstSince(1_000)).toBe(500);
  nowMs = 1_540;
  expect(watch.worstSince(1_520)).toBe(500);
  expect(watch.worstSince(1_521)).toBe(0);
});

test('the worst of several stalls is reported', () => {
  for (const ms of [120, 320, 220]) {
    nowMs += ms;
    watch.worstSince(0);
  }
  expect(watch.worstSince(1_000)).toBe(300);
});
