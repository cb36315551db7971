import { simulateZone, type ZoneOptions, type ZoneSecond } from './zone-lost';

const LAST_FIVE = [25, 30] as const; // of the twenty in which the zone is lost

const run = (options: Partial<ZoneOptions>): ZoneSecond[] =>
  simulateZone({ seed: 1, load: 0.5, hasHealth: true, seconds: 31, ...options });

/** The middle one of the last seconds. */
const p99 = (each: readonly ZoneSecond[]): number =>
  each
    .slice(...LAST_FIVE)
    .map(({ p99Ms }) => p99Ms)
    .sort((a, b) => a - b)[2] ?? NaN;

const lost = (each: readonly ZoneSecond[]): number => each.reduce((sum, one) => sum + one.lost, 0);

test.each([1, 2, 3])(
  'seed %d: with Health the loss of a zone costs no call, and soon no time',
  (seed) => {
    const each = run({ seed });
    expect(lost(each)).toBe(0);
    expect(p99(each)).toBeLessThan(250);
  },
);

test.each([1, 2, 3])('seed %d: without it calls go on waiting for a timeout', (seed) => {
  expect(p99(run({ seed, hasHealth: false }))).toBeGreaterThanOrEqual(1_000);
});

test('what the rest cannot serve is lost, Health or not', () => {
  expect(lost(run({ load: 0.75 }))).toBeGreaterThan(1_000);
});
