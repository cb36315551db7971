// The slope of costs, and the line that names it.

import { growsTooFast, growthGroups, growthLine, logLogSlope } from './growth';
import type { GrowthCurve } from './server-results';

const sizes = [1, 10, 100, 1_000];
const pointsOf = (cost: (size: number) => number) =>
  sizes.map((size) => ({ size, cost: cost(size), samples: 1 }));

test.each([
  ['a level cost', () => 5, 0],
  ['a linear cost', (size: number) => 3 * size, 1],
  ['a quadratic cost', (size: number) => 0.1 * size * size, 2],
])('%s has slope', (_name, cost, slope) => {
  expect(logLogSlope(pointsOf(cost))).toBeCloseTo(slope, 9);
});

test('two points have no slope, and a cost of zero is no point', () => {
  expect(logLogSlope(pointsOf(() => 1).slice(2))).toBeUndefined();
  expect(logLogSlope(pointsOf((size) => (size > 10 ? 1 : 0)))).toBeUndefined();
});

const curve = (slope: number | null): GrowthCurve => ({
  name: 'choices: round robin',
  size: 'servers',
  cost: 'ns a choice',
  points: pointsOf((size) => 2 * size),
  slope,
  maxSlope: 0.2,
  end: 'a directory keeps 1,000',
});

test('a slope over the one expected grows faster than the work', () => {
  expect([curve(1), curve(0.2), curve(null)].map(growsTooFast)).toEqual([true, false, undefined]);
  expect(growthLine(curve(1))).toBe(
    'choices: round robin: slope 1.00, at most 0.2 expected – grows faster than the work; ' +
      '2.00 ns a choice at 1 servers, 2,000 at 1,000; a directory keeps 1,000',
  );
});

test('curves with the same subject share a plot', () => {
  const other = { ...curve(0), name: 'codecs: FrameDecoder' };
  expect(growthGroups([curve(1), other, curve(0)]).map((group) => group.curves.length)).toEqual([
    2, 1,
  ]);
});
