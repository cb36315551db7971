// How cost grows with the work: the slope of a curve whose axes are both logarithmic.

import { formatRatio } from './format';
import type { GrowthCurve, GrowthPoint } from './server-results';

// #region slope
/**
 * The exponent of the power law that fits best: cost ≈ constant · size^slope. It is the
 * slope of the least-squares line through the logarithms. Undefined for fewer than three
 * points, and when all sizes are equal.
 */
export function logLogSlope(points: readonly GrowthPoint[]): number | undefined {
  const logs = points
    .filter(({ size, cost }) => size > 0 && cost > 0)
    .map(({ size, cost }) => [Math.log(size), Math.log(cost)] as const);
  if (logs.length < 3) return undefined;
  const mean = (of: 0 | 1): number => logs.reduce((sum, log) => sum + log[of], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return variance === 0 ? undefined : covariance / variance;
}
// #endregion slope

/** Whether the cost grows faster than the work. Undefined without a slope. */
export function growsTooFast({ slope, maxSlope }: GrowthCurve): boolean | undefined {
  return slope === null ? undefined : slope > maxSlope;
}

/** `12-net: …: slope 0.03, at most 0.3 expected; from 5.2 µs at 1 to 6.1 µs at 2,000` */
export function growthLine(curve: GrowthCurve): string {
  const { name, slope, maxSlope, points, size, cost, end } = curve;
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return `${name}: not measured: ${end}`;
  const verdict = growsTooFast(curve) === true ? ' – grows faster than the work' : '';
  const count = (value: number): string => value.toLocaleString('en-US');
  return (
    `${name}: slope ${slope === null ? '–' : slope.toFixed(2)}, at most ${maxSlope} expected` +
    `${verdict}; ${formatRatio(first.cost)} ${cost} at ${count(first.size)} ${size}, ` +
    `${formatRatio(last.cost)} at ${count(last.size)}; ${end}`
  );
}

export interface GrowthGroup {
  /** Part of a file's name. */
  readonly file: string;
  readonly title: string;
  readonly size: string;
  readonly cost: string;
  readonly curves: readonly GrowthCurve[];
}

/** Curves that belong into one plot: those whose names begin alike, up to a colon. */
export function growthGroups(growth: readonly GrowthCurve[]): GrowthGroup[] {
  const subjects = [...new Set(growth.map(({ name }) => name.split(':')[0] as string))];
  return subjects.flatMap((subject) => {
    const curves = growth.filter(
      ({ name, points }) => name.startsWith(`${subject}:`) && points.length > 0,
    );
    const [first] = curves;
    if (first === undefined) return [];
    const { size, cost } = first;
    return [
      { file: subject.replaceAll(' ', '-'), title: `${subject}: ${cost}`, size, cost, curves },
    ];
  });
}
