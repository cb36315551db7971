import { FrameClock } from './clock';

test('a frame has its time from its first byte on, however many bytes follow', () => {
  const clock = new FrameClock(1_000);
  clock.start(100);
  clock.start(900); // more of the same frame
  expect(clock.isUp(1_099)).toBe(false);
  expect(clock.isUp(1_100)).toBe(true);
});

test('no time runs between frames', () => {
  const clock = new FrameClock(1_000);
  expect(clock.isUp(1e9)).toBe(false);
  clock.start(0);
  clock.reset();
  expect(clock.isUp(1e9)).toBe(false);
  clock.start(5_000);
  expect(clock.isUp(5_999)).toBe(false);
  expect(clock.isUp(6_000)).toBe(true);
});

test('while the server itself does not read, the time is paused', () => {
  const clock = new FrameClock(1_000);
  clock.start(0);
  clock.pause(400);
  clock.pause(600); // still the same pause
  expect(clock.isUp(1e9)).toBe(false);
  clock.resume(10_000);
  expect(clock.isUp(10_599)).toBe(false);
  expect(clock.isUp(10_600)).toBe(true);
});

test('a pause before the first byte counts for nothing', () => {
  const clock = new FrameClock(1_000);
  clock.pause(0);
  clock.resume(500);
  clock.resume(700); // no pause is under way
  clock.start(800);
  expect(clock.isUp(1_799)).toBe(false);
  expect(clock.isUp(1_800)).toBe(true);
});
