// The formulas, against values that can be computed by hand.

import fc from 'fast-check';
import {
  meanTimeByChoices,
  meanTimeInSystem,
  meanWait,
  shareThatWaits,
  shareWithAtLeast,
  timeInSystem,
} from './queues';

test('one worker: with a load of one half, a request takes two service times on average', () => {
  expect(meanTimeInSystem({ arrivals: 50, services: 100 })).toBeCloseTo(2 / 100, 12);
});

test('one worker: 63 % of the requests take at most the mean', () => {
  const load = { arrivals: 7, services: 10 };
  expect(timeInSystem(load, 1 - Math.exp(-1))).toBeCloseTo(meanTimeInSystem(load), 12);
});

test.each([
  [1, 0.5, 1 / 2], // one worker is busy for its share of the time
  [2, 1, 1 / 3], // by hand: the states are 1, 1 and then halves
  [3, 2, 4 / 9],
])('%d workers with an offered load of %d: %d of the requests wait', (workers, arrivals, share) => {
  expect(shareThatWaits({ arrivals, services: 1 }, workers)).toBeCloseTo(share, 12);
});

test('many workers need no factorials', () => {
  const share = shareThatWaits({ arrivals: 9_900, services: 1 }, 10_000);
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.25);
});

test('the wait of one worker is its time in the system without the service', () => {
  const utilization = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(utilization, (arrivals) => {
      const load = { arrivals, services: 1 };
      const expected = meanTimeInSystem(load) - 1;
      expect(Math.abs(meanWait(load, 1) - expected)).toBeLessThan(1e-9 * (1 + expected));
    }),
  );
});

test('one more worker never makes more requests wait', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (workers) => {
      const load = { arrivals: 0.9 * workers, services: 1 };
      expect(shareThatWaits(load, workers + 1)).toBeLessThan(shareThatWaits(load, workers));
    }),
  );
});

test('two choices: queues of three or more are as rare as seven or more of one choice', () => {
  expect(shareWithAtLeast(3, 0.9, 2)).toBe(shareWithAtLeast(7, 0.9, 1));
});

test('one choice of many servers is one queue', () => {
  expect(meanTimeByChoices(0.8, 1)).toBeCloseTo(5, 9);
  expect(meanTimeByChoices(0.7, 2)).toBeCloseTo(1 + 0.7 ** 2 + 0.7 ** 6 + 0.7 ** 14, 4);
});
