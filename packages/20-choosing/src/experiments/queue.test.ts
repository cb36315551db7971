// The simulation against queueing theory. Seeds are fixed, so each run has the same
// figures. The bounds are four standard errors, as theory has them: of ten thousand seeds
// one would fail.

import { meanWait, shareThatWaits, timeInSystem, varianceOfMeanWait } from '../theory/queues';
import { simulateQueue } from './queue';
import { mean, shareAbove } from './statistics';

const ERRORS = 4;
const REQUESTS = 100_000;
const LOADS = [0.3, 0.5, 0.8] as const;

describe.each(LOADS)('one worker with a load of %d', (utilization) => {
  const load = { arrivals: utilization, services: 1 };
  const { inSystem, waits } = simulateQueue({
    seed: 1,
    workers: 1,
    utilization,
    requests: REQUESTS,
  });

  test('waits as long on average as M/M/1 says', () => {
    const bound = ERRORS * Math.sqrt(varianceOfMeanWait(utilization) / REQUESTS);
    expect(Math.abs(mean(waits) - meanWait(load, 1))).toBeLessThan(bound);
  });

  test.each([0.5, 0.9, 0.99])(
    'exceeds the time of the share %d as often as M/M/1 says',
    (share) => {
      // Requests that follow each other wait for the same ones: so many count as one.
      const variance = (utilization * (2 - utilization)) / (1 - utilization) ** 2;
      const dependent = varianceOfMeanWait(utilization) / variance;
      const bound = ERRORS * Math.sqrt((share * (1 - share) * dependent) / REQUESTS);
      const above = shareAbove(inSystem, timeInSystem(load, share));
      expect(Math.abs(above - (1 - share))).toBeLessThan(bound);
    },
  );
});

describe.each([2, 8, 32])('%d workers with a load of 0.8', (workers) => {
  const load = { arrivals: 0.8 * workers, services: 1 };
  const RUNS = 10;
  const runs = Array.from({ length: RUNS }, (_, seed) =>
    simulateQueue({ seed, workers, utilization: 0.8, requests: 10_000 }),
  );

  /** The mean of independent runs, within four standard errors of what is expected. */
  const expectMean = (values: readonly number[], expected: number): void => {
    const centre = mean(values);
    const variance = mean(values.map((value) => (value - centre) ** 2)) * (RUNS / (RUNS - 1));
    expect(Math.abs(centre - expected)).toBeLessThan(ERRORS * Math.sqrt(variance / RUNS));
    expect(Math.sqrt(variance / RUNS)).toBeLessThan(expected / 4); // or the bound says nothing
  };

  test('let as many wait as Erlang’s C says', () => {
    const shares = runs.map(({ waits }) => shareAbove(waits, 0));
    expectMean(shares, shareThatWaits(load, workers));
  });

  test('make them wait as long as Erlang’s C says', () => {
    expectMean(
      runs.map(({ waits }) => mean(waits)),
      meanWait(load, workers),
    );
  });
});

test('the same seed gives the same times, and another seed others', () => {
  const run = (seed: number): readonly number[] =>
    simulateQueue({ seed, workers: 3, utilization: 0.7, requests: 100 }).inSystem;
  expect(run(5)).toEqual(run(5));
  expect(run(5)).not.toEqual(run(6));
});
