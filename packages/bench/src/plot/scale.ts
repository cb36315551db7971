// A logarithmic axis: where a value is, and which values get a tick. Ratios and growth
// are both read on it, because the same distance is the same factor.

export interface LogScale {
  /** The place of a value, in pixels. */
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** More ticks than this are thinned out to powers of ten. */
const MAX_TICKS = 8;

/**
 * An axis for these values, from `startPx` to `endPx`. It begins and ends at 1, 2 or 5
 * times a power of ten. Values that are not above zero have no place on it.
 */
export function logScale(values: readonly number[], startPx: number, endPx: number): LogScale {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const [least, most] = [Math.min(...positive), Math.max(...positive)];
  const candidates = positive.length === 0 ? [1, 10] : niceNumbers(least, most);
  const [first = 1, last = 10] = [candidates[0], candidates.at(-1)];
  const width = Math.log(last / first);
  const powers = candidates.filter((value) => isPowerOfTen(value));
  return {
    at: (value) => startPx + (Math.log(value / first) / width) * (endPx - startPx),
    ticks: candidates.length > MAX_TICKS && powers.length > 1 ? powers : candidates,
  };
}

/** 1, 2 and 5 times powers of ten, from one that is not over `least` on; at least two. */
function niceNumbers(least: number, most: number): number[] {
  const numbers: number[] = [];
  for (let power = Math.floor(Math.log10(least)); ; power++) {
    for (const digit of [1, 2, 5]) {
      const number = Number(`${digit}e${power}`);
      if (number <= least) numbers.length = 0;
      numbers.push(number);
      if (number >= most && numbers.length > 1) return numbers;
    }
  }
}

function isPowerOfTen(value: number): boolean {
  return Number.isInteger(Number(Math.log10(value).toFixed(9)));
}
