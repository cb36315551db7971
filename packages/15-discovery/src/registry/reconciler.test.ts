import { Rounds } from './reconciler';

/** A round that ends when the test says so. */
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
  const rounds = new Rounds(work, () => true);
  for (let n = 0; n < 5; n++) rounds.due();
  expect(began()).toBe(1);
  await end();
  expect(began()).toBe(2);
  await end();
  rounds.due();
  expect(began()).toBe(3);
  await end();
});

test('what was due when there was no sense in it is done when it is due again', async () => {
  const { work, end, began } = held();
  let canWork = false;
  const rounds = new Rounds(work, () => canWork);
  rounds.due();
  expect(began()).toBe(0);
  canWork = true;
  rounds.due();
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
    new Rounds(work, () => true).due();
  });
  await done;
  expect(began).toBe(3);
});

test('who stops it waits for the round that runs, and there is no other', async () => {
  const { work, end, began } = held();
  const rounds = new Rounds(work, () => true);
  rounds.due();
  rounds.due();
  let hasStopped = false;
  const stopped = rounds.stop().then(() => (hasStopped = true));
  await new Promise(setImmediate);
  expect(hasStopped).toBe(false);
  await end();
  await stopped;
  rounds.due();
  expect(began()).toBe(1);
});

describe('rounds that fail', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('have longer and longer pauses, and no event shortens one', async () => {
    let began = 0;
    const pauses: number[] = [];
    const rounds = new Rounds(
      () => Promise.reject(new Error(`round ${++began}`)),
      () => true,
      (error, againInMs) => {
        expect((error as Error).message).toBe(`round ${began}`);
        pauses.push(againInMs);
      },
    );
    rounds.due();
    for (let ms = 0; ms < 3_000; ms += 10) {
      await jest.advanceTimersByTimeAsync(10);
      rounds.due(); // a registry that changes all the time
    }
    expect(began).toBeGreaterThanOrEqual(5);
    expect(began).toBeLessThanOrEqual(7);
    await jest.advanceTimersByTimeAsync(60_000);
    pauses.forEach((pauseMs, n) => {
      const longestMs = Math.min(5_000, 100 * 2 ** n);
      expect(pauseMs).toBeGreaterThanOrEqual(longestMs / 2);
      expect(pauseMs).toBeLessThanOrEqual(longestMs);
    });
    await rounds.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('begin with the short pause again after one that does not fail', async () => {
    const outcomes = [false, false, false, false, true, false];
    const pauses: number[] = [];
    const rounds = new Rounds(
      () => (outcomes.shift() === true ? Promise.resolve() : Promise.reject(new Error('no'))),
      () => outcomes.length > 0,
      (_error, againInMs) => pauses.push(againInMs),
    );
    rounds.due();
    await jest.advanceTimersByTimeAsync(10_000);
    rounds.due();
    await jest.advanceTimersByTimeAsync(0);
    expect(pauses).toHaveLength(5);
    expect(pauses[3]).toBeGreaterThanOrEqual(400);
    expect(pauses[4]).toBeLessThanOrEqual(100);
    await rounds.stop();
  });
});
