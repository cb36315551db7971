import { PausableTimer } from './pausable-timer';

// Time itself is the subject here, so it is a fake one.
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function timer(durationMs: number): { timer: PausableTimer; expired: jest.Mock } {
  const expired = jest.fn();
  return { timer: new PausableTimer(durationMs, expired), expired };
}

describe('PausableTimer', () => {
  it('expires once, after its duration', () => {
    const { timer: t, expired } = timer(100);
    t.start();
    jest.advanceTimersByTime(99);
    expect(expired).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1000);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('does not begin anew when it is started again', () => {
    const { timer: t, expired } = timer(100);
    t.start();
    jest.advanceTimersByTime(60);
    t.start();
    jest.advanceTimersByTime(40);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('stands still while paused, and keeps what was left', () => {
    const { timer: t, expired } = timer(100);
    t.start();
    jest.advanceTimersByTime(60);
    t.pause();
    jest.advanceTimersByTime(10_000);
    t.resume();
    jest.advanceTimersByTime(39);
    expect(expired).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('can be started while paused', () => {
    const { timer: t, expired } = timer(100);
    t.pause();
    t.start();
    jest.advanceTimersByTime(1000);
    expect(expired).not.toHaveBeenCalled();
    t.resume();
    jest.advanceTimersByTime(100);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('forgets when stopped, and counts from the full time when started again', () => {
    const { timer: t, expired } = timer(100);
    t.start();
    jest.advanceTimersByTime(90);
    t.stop();
    jest.advanceTimersByTime(1000);
    t.start();
    jest.advanceTimersByTime(99);
    expect(expired).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(expired).toHaveBeenCalledTimes(1);
  });
});
