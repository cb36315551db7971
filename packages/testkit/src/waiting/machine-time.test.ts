// With a fake clock: nothing here depends on how busy this machine is.

import { MachineClock, stretchByLoad } from './machine-time';

function made(): {
  clock: MachineClock;
  pass: (ms: number) => void;
  busy: (stretch: number) => void;
} {
  let nowMs = 1_000;
  let stretch = 1;
  const clock = new MachineClock(
    () => nowMs,
    () => stretch,
  );
  return { clock, pass: (ms) => (nowMs += ms), busy: (by) => (stretch = by) };
}

test('on a quiet machine it is the clock', () => {
  const { clock, pass } = made();
  for (let tick = 0; tick < 10; tick++) {
    pass(50);
    clock.now();
  }
  expect(clock.now()).toBe(500);
});

test('with four threads per core, a second takes four', () => {
  const { clock, pass, busy } = made();
  busy(4);
  for (let tick = 0; tick < 80; tick++) {
    pass(50);
    clock.now();
  }
  expect(clock.now()).toBe(1_000);
});

test('a stall of this process hardly counts, however long it is', () => {
  const { clock, pass } = made();
  pass(60_000);
  expect(clock.now()).toBe(100);
});

test('a load below one counts as one, so time is never faster than the clock', () => {
  const { clock, pass, busy } = made();
  busy(0);
  pass(50);
  expect(clock.now()).toBe(50);
});

test('a wait always ends, however busy the machine is', () => {
  const { clock, pass, busy } = made();
  busy(Infinity);
  pass(50);
  expect(clock.now()).toBe(1);
});

describe('after', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('calls back when the machine time is over, not before', async () => {
    let stretch = 1;
    const clock = new MachineClock(undefined, () => stretch);
    const called = jest.fn();
    clock.after(200, called);
    await jest.advanceTimersByTimeAsync(100);
    stretch = 2; // the other half takes twice as long
    await jest.advanceTimersByTimeAsync(150);
    expect(called).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(100);
    expect(called).toHaveBeenCalledTimes(1);
  });

  test('does not call back after it was cancelled, even at the last moment', async () => {
    const clock = new MachineClock(undefined, () => 1);
    const called = jest.fn();
    const wait = clock.after(50, called);
    jest.advanceTimersByTime(50); // the immediate has not run yet
    wait.cancel();
    await jest.advanceTimersByTimeAsync(100);
    expect(called).not.toHaveBeenCalled();
  });
});

test('the load of this machine is a number, one or more', () => {
  expect(stretchByLoad()).toBeGreaterThanOrEqual(1);
});
