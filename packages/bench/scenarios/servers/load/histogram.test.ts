// Percentiles from buckets.

import { bucketOf, Histogram, middleOf } from './histogram';

test.each([0, 1, 31, 32, 33, 63, 64, 1_000, 123_456, 1e9, 3.6e12])(
  'the bucket of %d ns is within 3 %% of it',
  (ns) => {
    expect(Math.abs(middleOf(bucketOf(ns)) - ns)).toBeLessThanOrEqual(ns * 0.03 + 0.5);
  },
);

test('buckets are in the order of the times', () => {
  const times = Array.from({ length: 60 }, (_, i) => 1.5 ** i);
  const buckets = times.map(bucketOf);
  expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
});

test('percentiles count over all runs, and none is above the longest call', () => {
  const histogram = new Histogram();
  histogram.add([[bucketOf(1e6), 98]], 1e6);
  histogram.add(
    [
      [bucketOf(1e6), 1],
      [bucketOf(50e6), 1],
    ],
    50e6,
  );
  expect(histogram.calls).toBe(100);
  expect(histogram.percentileMs(0.5)).toBeCloseTo(1, 1);
  expect(histogram.percentileMs(0.99)).toBeCloseTo(1, 1);
  expect(histogram.percentileMs(1)).toBeGreaterThan(48);
  expect(histogram.percentileMs(1)).toBeLessThanOrEqual(50);
});
