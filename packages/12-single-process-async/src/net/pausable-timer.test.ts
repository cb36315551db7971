import { PausableTimer } from './pausable-timer';

// Time is the subject here, so it is faked.
beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

function timer(durationMs: number): { timer: PausableTimer; expired: jest.Mock } {
  const expired = jest.fn();
  return { timer: new PausableTimer(durationMs, expired), expired };
}

// Immediates run when a test says that the sockets were read.
let immediates = new Set<() => void>();
beforeEach(() => {
  immediates = new Set();
  jest.spyOn(global, 'setImmediate').mockImplementation(((callback: () => void) => {
    immediates.add(callback);
    return callback;
  }) as unknown as typeof setImmediate);
  jest.spyOn(global, 'clearImmediate').mockImplementation((handle) => {
    immediates.delete(handle as unknown as () => void);
  });
});

function readSockets(): void {
  for (const callback of immediates) callback();
  immediates.clear();
}

/** Lets time pass, and then the turn of the loop that reads the sockets. */
function pass(ms: number): void {
  jest.advanceTimersByTime(ms);
  readSockets();
}

describe('PausableTimer', () => {
  it('expires once, after its duration', () => {
    const { timer: t, expired } = timer(100);
    t.start();
    pass(99);
    expect(expired).not.toHaveBeenCalled();
    pass(1000);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('does not start again while it runs', () => {
    const { timer: t, expired } = timer(100);
    t.start();
    pass(60);
    t.start();
    pass(40);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('does not expire when one more read of the sockets brings what it waits for', () => {
    const { timer: t, expired } = timer(100);
    t.start();
    jest.advanceTimersByTime(100);
    t.stop(); // it came while this process could not run
    readSockets();
    expect(expired).not.toHaveBeenCalled();
  });

  it('is paused, and keeps what was left', () => {
    const { timer: t, expired } = timer(100);
    t.start();
    pass(60);
    t.pause();
    pass(10_000);
    t.resume();
    pass(39);
    expect(expired).not.toHaveBeenCalled();
    pass(1);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('can be started while paused', () => {
    const { timer: t, expired } = timer(100);
    t.pause();
    t.start();
    pass(1000);
    expect(expired).not.toHaveBeenCalled();
    t.resume();
    pass(100);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('starts from the full time after it was stopped', () => {
    const { timer: t, expired } = timer(100);
    t.start();
    pass(90);
    t.stop();
    pass(1000);
    t.start();
    pass(99);
    expect(expired).not.toHaveBeenCalled();
    pass(1);
    expect(expired).toHaveBeenCalledTimes(1);
  });
});
