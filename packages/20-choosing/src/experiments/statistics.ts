// Means and quantiles of what a simulation measured (chapter 20).

export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The smallest value that a share of the values does not exceed. @param share 0 … 1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = Math.ceil(share * sorted.length) - 1;
  return sorted[Math.min(Math.max(place, 0), sorted.length - 1)] ?? NaN;
}

/** The share of the values that are above a bound. */
export function shareAbove(values: readonly number[], bound: number): number {
  let above = 0;
  for (const value of values) if (value > bound) above++;
  return above / values.length;
}
