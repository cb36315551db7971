// Chapter 15's policies against the theory of many servers, and against each other.

import { RandomChoice, TwoChoices } from '@bytes-up/discovery';
import { meanTimeByChoices, varianceOfMeanWait } from '../theory/queues';
import { POLICIES, simulatePicks } from './picks';
import { mean, quantile, shareAbove } from './statistics';

const MANY = { seed: 1, servers: 100, clients: 1, utilization: 0.7, requests: 100_000 };

test('random choice among a hundred servers is a hundred queues', () => {
  const tookMs = simulatePicks({ ...MANY, policy: (random) => new RandomChoice(random) });
  const bound = 4 * Math.sqrt(varianceOfMeanWait(0.7) / MANY.requests);
  expect(Math.abs(mean(tookMs) - meanTimeByChoices(0.7, 1))).toBeLessThan(bound);
});

// The theory assumes infinitely many servers; with a hundred, the error is about one
// percent (Mitzenmacher 1996, chapter 3).
test('two choices among a hundred servers take as long as the theory says, within 2 %', () => {
  const tookMs = simulatePicks({ ...MANY, policy: (random) => new TwoChoices(random) });
  const expected = meanTimeByChoices(0.7, 2);
  expect(Math.abs(mean(tookMs) / expected - 1)).toBeLessThan(0.02);
});

const p99 = (name: string, seed: number, more = {}): number => {
  const policy = POLICIES[name] ?? (() => new RandomChoice());
  const scene = { servers: 20, clients: 1, utilization: 0.9, requests: 10_000 };
  return quantile(simulatePicks({ seed, policy, ...scene, ...more }), 0.99);
};

test.each([1, 2, 3])(
  'seed %d: two choices have less than half of random’s p99 at 90 % load',
  (seed) => {
    expect(p99('two choices', seed)).toBeLessThan(p99('random', seed) / 2);
  },
);

test.each([1, 2, 3])(
  'seed %d: a slow server spoils the tail of policies that do not count calls',
  (seed) => {
    const slow = { utilization: 0.5, slowness: 4 };
    expect(p99('round robin', seed, slow)).toBeGreaterThan(10 * p99('two choices', seed, slow));
  },
);

test.each([1, 2, 3])('seed %d: counting says less to each of twenty clients', (seed) => {
  expect(p99('least pending', seed, { clients: 20 })).toBeGreaterThan(p99('least pending', seed));
});

test('policies meet the same arrivals and the same service times', () => {
  // With one server there is no choice, so all policies take equally long.
  const times = Object.values(POLICIES).map((policy) =>
    simulatePicks({ seed: 3, policy, servers: 1, clients: 1, utilization: 0.5, requests: 100 }),
  );
  for (const one of times) expect(one).toEqual(times[0]);
  expect(shareAbove(times[0] ?? [], 0)).toBe(1);
});
