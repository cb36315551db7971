import { recoveryOf, simulateStorm, type StormOptions } from './retry-storm';

const ATTEMPTS = { attempts: 3, baseMs: 20, maxMs: 1_000 };
const NO_BUDGET = { ...ATTEMPTS, budget: 0, reserve: Infinity };

const recovery = (options: Partial<StormOptions>): number | undefined =>
  recoveryOf(simulateStorm({ seed: 1, load: 0.75, retries: NO_BUDGET, seconds: 100, ...options }));

// What reaches the server is load × (1 + budget) of what it can serve.
test.each([
  [0.75, 0.1, true],
  [0.75, 0.2, true],
  [0.75, 0.5, false],
  [0.6, 0.5, true],
  [0.6, 1, false],
  [0.45, 1, true],
  [0.9, 0.2, false],
])('a load of %d with a budget of %d recovers: %p', (load, budget, recovers) => {
  const retries = { ...ATTEMPTS, budget, reserve: 10 };
  for (const seed of [1, 2]) {
    expect(recovery({ seed, load, retries }) !== undefined).toBe(recovers);
  }
});

test.each([1, 2, 3])('seed %d: without a budget the storm does not end', (seed) => {
  expect(recovery({ seed })).toBeUndefined();
});

test('dropping expired requests does not end it', () => {
  expect(recovery({ dropsExpired: true })).toBeUndefined();
});

test('a queue that is no longer than what the timeout allows ends it at once', () => {
  expect(recovery({ maxQueued: 40 })).toBeLessThanOrEqual(2);
});

test('a reserve of 100 retries for each client makes the storm more than twice as long', () => {
  const after = (reserve: number): number =>
    recovery({ retries: { ...ATTEMPTS, budget: 0.1, reserve } }) ?? Infinity;
  expect(after(100)).toBeGreaterThan(2 * after(10));
});

test('before the slow time every call is answered at its first attempt', () => {
  const each = simulateStorm({ seed: 1, load: 0.75, retries: NO_BUDGET, seconds: 9 });
  for (const { calls, attempts, lost } of each)
    expect({ attempts, lost }).toEqual({ attempts: calls, lost: 0 });
});
