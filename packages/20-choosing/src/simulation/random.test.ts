import { exponential, randomOf } from './random';

const take = (seed: number, name: string, count: number): number[] => {
  const random = randomOf(seed, name);
  return Array.from({ length: count }, random);
};

test('the numbers of a seed and a name are always the same', () => {
  expect(take(1, 'arrivals', 3)).toEqual(take(1, 'arrivals', 3));
  expect(take(1, 'arrivals', 3)).not.toEqual(take(2, 'arrivals', 3));
  expect(take(1, 'arrivals', 3)).not.toEqual(take(1, 'services', 3));
});

test('seeds that differ only above 32 bits differ', () => {
  expect(take(2 ** 40, 'a', 3)).not.toEqual(take(2 ** 41, 'a', 3));
});

// The chi-square of 100 cells has 99 degrees of freedom: 160 is above the 99.99 % point.
test('they are spread evenly over 0 to 1', () => {
  const counts = Array.from({ length: 100 }, () => 0);
  const values = take(1, 'even', 100_000);
  for (const value of values) counts[Math.floor(value * 100)]! += 1;
  const square = counts.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
  expect(square).toBeLessThan(160);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
});

test('exponential times have their mean, and its share of 1/e above it', () => {
  const random = randomOf(1, 'times');
  const times = Array.from({ length: 100_000 }, () => exponential(20, random));
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  // Standard errors: 20/√100,000 of the mean, √(p(1-p)/100,000) of the share.
  expect(Math.abs(mean - 20)).toBeLessThan(4 * 0.0633);
  const above = times.filter((time) => time > 20).length / times.length;
  expect(Math.abs(above - Math.exp(-1))).toBeLessThan(4 * 0.00153);
});
