import { Reconciler } from './reconciler';

/** A run that ends when the test says so. */
function held(): { work: () => Promise<void>; end: () => Promise<void>; began: () => number } {
  let began = 0;
  let release: () => void = () => undefined;
  return {
    work: () => {
      began++;
      return new Promise((resolve) => (release = resolve));
    },
    end: async () => {
      release();
      await new Promise(setImmediate);
    },
    began: () => began,
  };
}

test('whatever happens during a round is one more round', async () => {
  const { work, end, began } = held();
  const reconciler = new Reconciler(work, () => true);
  for (let n = 0; n < 5; n++) reconciler.trigger();
  expect(began()).toBe(1);
  await end();
  expect(began()).toBe(2);
  await end();
  reconciler.trigger();
  expect(began()).toBe(3);
  await end();
});

test('what was due when there was no sense in it is done when it is due again', async () => {
  const { work, end, began } = held();
  let canWork = false;
  const reconciler = new Reconciler(work, () => canWork);
  reconciler.trigger();
  expect(began()).toBe(0);
  canWork = true;
  reconciler.trigger();
  expect(began()).toBe(1);
  await end();
});

test('a round that fails is made again', async () => {
  let began = 0;
  const done = new Promise<void>((resolve) => {
    const work = (): Promise<void> => {
      if (++began < 3) return Promise.reject(new Error('not yet'));
      resolve();
      return Promise.resolve();
    };
    new Reconciler(work, () => true).trigger();
  });
  await done;
  expect(began).toBe(3);
});

test('who stops it waits for the round that runs, and there is no other', async () => {
  const { work, end, began } = held();
  const reconciler = new Reconciler(work, () => true);
  reconciler.trigger();
  reconciler.trigger();
  let hasStopped = false;
  const stopped = reconciler.stop().then(() => (hasStopped = true));
  await new Promise(setImmediate);
  expect(hasStopped).toBe(false);
  await end();
  await stopped;
  reconciler.trigger();
  expect(began()).toBe(1);
});

describe('rounds that fail', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('have longer and longer pauses, and no event shortens one', async () => {
    let began = 0;
    const pauses: number[] = [];
    const reconciler = new Reconciler(
      () => Promise.reject(new Error(`round ${++began}`)),
      () => true,
      (error, retryInMs) => {
        expect((error as Error).message).toBe(`round ${began}`);
        pauses.push(retryInMs);
      },
    );
    reconciler.trigger();
    for (let ms = 0; ms < 3_000; ms += 10) {
      await jest.advanceTimersByTimeAsync(10);
      reconciler.trigger(); // as a registry that changes all the time does
    }
    expect(began).toBeGreaterThanOrEqual(5);
    expect(began).toBeLessThanOrEqual(7);
    await jest.advanceTimersByTimeAsync(60_000);
    pauses.forEach((pauseMs, n) => {
      const longestMs = Math.min(5_000, 100 * 2 ** n);
      expect(pauseMs).toBeGreaterThanOrEqual(longestMs / 2);
      expect(pauseMs).toBeLessThanOrEqual(longestMs);
    });
    await reconciler.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('begin with the short pause again after one that does not fail', async () => {
    const outcomes = [false, false, false, false, true, false];
    const pauses: number[] = [];
    const reconciler = new Reconciler(
      () => (outcomes.shift() === true ? Promise.resolve() : Promise.reject(new Error('no'))),
      () => outcomes.length > 0,
      (_error, retryInMs) => pauses.push(retryInMs),
    );
    reconciler.trigger();
    await jest.advanceTimersByTimeAsync(10_000);
    reconciler.trigger();
    await jest.advanceTimersByTimeAsync(0);
    expect(pauses).toHaveLength(5);
    expect(pauses[3]).toBeGreaterThanOrEqual(400);
    expect(pauses[4]).toBeLessThanOrEqual(100);
    await reconciler.stop();
  });
});
