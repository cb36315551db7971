import { Rounds } from './rounds';

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
