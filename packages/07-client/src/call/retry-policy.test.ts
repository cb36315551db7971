import fc from 'fast-check';
import { DEFAULT_RETRIES } from './retry-policy';
import { subject } from '../testing/subject';

const { pauseMs, RetryBudget } = subject;

describe('pauses', () => {
  test('the bound doubles with each attempt, up to the longest', () => {
    const longest = [2, 3, 4, 5, 9].map((attempt) =>
      pauseMs(attempt, { baseMs: 20, maxMs: 100 }, () => 1),
    );
    expect(longest).toEqual([20, 40, 80, 100, 100]);
  });

  test('a pause is anything from nothing to the bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), (attempt) => {
        const pause = pauseMs(attempt, DEFAULT_RETRIES);
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThanOrEqual(Math.min(1_000, 20 * 2 ** (attempt - 2)));
      }),
    );
  });

  test('a pause is random: clients that failed together do not come back together', () => {
    const options = { baseMs: 20, maxMs: 100 };
    expect([0, 0.25, 0.5].map((drawn) => pauseMs(3, options, () => drawn))).toEqual([0, 10, 20]);
    const pauses = Array.from({ length: 100 }, () => pauseMs(2, DEFAULT_RETRIES));
    expect(new Set(pauses).size).toBeGreaterThan(50);
  });
});

describe('the budget', () => {
  test('a reserve is there from the start, and then one retry for ten calls', () => {
    const budget = new RetryBudget({ budget: 0.1, reserve: 2 });
    expect([budget.spend(), budget.spend(), budget.spend()]).toEqual([true, true, false]);
    for (let n = 0; n < 9; n++) budget.earn();
    expect(budget.spend()).toBe(false);
    for (let n = 0; n < 2; n++) budget.earn();
    expect(budget.spend()).toBe(true);
  });

  test.each([
    [0, 0.1, 10],
    [0.5, 0.25, 4],
    [0, 1, 1],
    [0, 0.001, 1_000],
  ])(
    'a reserve of %p, which is none, with %p for a call: the first retry after %p calls, one for as many',
    (reserve, earned, calls) => {
      const budget = new RetryBudget({ budget: earned, reserve });
      expect(budget.spend()).toBe(false);
      for (let round = 0; round < 3; round++) {
        for (let n = 0; n < calls; n++) budget.earn();
        expect([budget.spend(), budget.spend()]).toEqual([true, false]);
      }
      for (let n = 0; n < 10 * calls; n++) budget.earn();
      expect([budget.spend(), budget.spend()]).toEqual([true, false]);
    },
  );

  test('without a whole token there is no retry', () => {
    const budget = new RetryBudget({ budget: 0, reserve: 0.9 });
    for (let n = 0; n < 1_000; n++) budget.earn();
    expect(budget.spend()).toBe(false);
  });

  test('what is not spent does not pile up beyond the reserve', () => {
    const budget = new RetryBudget({ budget: 1, reserve: 2 });
    for (let n = 0; n < 1_000; n++) budget.earn();
    expect([budget.spend(), budget.spend(), budget.spend()]).toEqual([true, true, false]);
  });
});
