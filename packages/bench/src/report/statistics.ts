// Medians, and medians of paired ratios. A mean would let one pause of the machine decide
// the result.

/** The median of some values, and their range. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The middle value; for an even count the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no median: expected at least one value, got none');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Undefined if there are no values. */
export function spread(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

// #region paired-ratios
/**
 * The ratios of two series, round by round. Index r of each series was measured in round
 * r, so both sides of a ratio saw the same minute of the same machine. Rounds that one
 * series lacks are left out.
 */
export function pairedRatios(dividends: readonly number[], divisors: readonly number[]): number[] {
  const rounds = Math.min(dividends.length, divisors.length);
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ratios.push((dividends[round] as number) / (divisors[round] as number));
  }
  return ratios;
}
// #endregion paired-ratios
