// A series: one cost, measured at growing sizes.

import { logLogSlope, seededRandom, shuffled, type GrowthCurve } from '../../src';

export interface Series {
  /** What is plotted together, then the curve: `connections: 12-net`. */
  readonly name: string;
  readonly size: string;
  readonly cost: string;
  readonly sizes: readonly number[];
  /** The steepest slope that is expected: LEVEL for the cost of one unit of work. */
  readonly maxSlope: number;
  /** Where the sizes end, and why. */
  readonly end: string;
  /** The cost at a size. */
  readonly measure: (size: number) => Promise<number> | number;
}

/** A level cost: what is left of noise, caches and a smaller share of fixed costs. */
export const LEVEL = 0.2;

/**
 * Measures a series in rounds, the sizes of each in a shuffled order. The cost at a size
 * is the least of its rounds: other work on the machine only adds to it.
 * @param onSize called before each measurement
 */
export async function measureSeries(
  series: Series,
  { rounds, seed }: { readonly rounds: number; readonly seed: number },
  onSize: (size: number, step: number, steps: number) => void,
): Promise<GrowthCurve> {
  const random = seededRandom(seed);
  const costs = new Map<number, number[]>(series.sizes.map((size) => [size, []]));
  let step = 0;
  for (let round = 0; round < rounds; round++) {
    for (const size of shuffled(series.sizes, random)) {
      onSize(size, ++step, rounds * series.sizes.length);
      costs.get(size)?.push(await series.measure(size));
    }
  }
  const points = [...costs].map(([size, all]) => ({
    size,
    cost: Math.min(...all),
    samples: all.length,
  }));
  const { name, size, cost, maxSlope, end } = series;
  return { name, size, cost, points, slope: logLogSlope(points) ?? null, maxSlope, end };
}

/**
 * Nanoseconds of one unit of work, in CPU time: this process may have to wait for a core.
 * @param work does `units` units, and is synchronous
 * @param minMs it is repeated for so long
 */
export function nsPerUnit(work: () => unknown, units: number, minMs: number): number {
  let runs = 0;
  const startMs = cpuMs();
  let elapsedMs: number;
  do {
    work();
    runs++;
    elapsedMs = cpuMs() - startMs;
  } while (elapsedMs < minMs);
  return (elapsedMs * 1e6) / (runs * units);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
