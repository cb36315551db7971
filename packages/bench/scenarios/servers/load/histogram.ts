// Latencies as the load generator counts them: in buckets, 32 in each power of two of
// nanoseconds, so that a percentile is right within 3 %, however many calls there are.

const SUB_BUCKETS = 32;

/** A bucket and how many calls are in it. */
export type HistogramEntry = readonly [bucket: number, calls: number];

/** The bucket of a time. */
export function bucketOf(ns: number): number {
  if (ns < SUB_BUCKETS) return Math.floor(ns);
  const power = Math.floor(Math.log2(ns)) - 4;
  return power * SUB_BUCKETS + (Math.floor(ns / 2 ** (power - 1)) % SUB_BUCKETS);
}

/** The middle of a bucket, in nanoseconds. */
export function middleOf(bucket: number): number {
  const power = Math.floor(bucket / SUB_BUCKETS);
  if (power === 0) return bucket;
  return (SUB_BUCKETS + (bucket % SUB_BUCKETS) + 0.5) * 2 ** (power - 1);
}

/** Calls by bucket, over several runs. */
export class Histogram {
  readonly #calls = new Map<number, number>();
  calls = 0;
  maxNs = 0;

  add(entries: readonly HistogramEntry[], maxNs: number): void {
    for (const [bucket, calls] of entries) {
      this.#calls.set(bucket, (this.#calls.get(bucket) ?? 0) + calls);
      this.calls += calls;
    }
    this.maxNs = Math.max(this.maxNs, maxNs);
  }

  /** The time within which this share of the calls was answered, in ms. */
  percentileMs(share: number): number {
    const rank = Math.ceil(this.calls * share);
    let before = 0;
    for (const [bucket, calls] of [...this.#calls].sort(([a], [b]) => a - b)) {
      before += calls;
      if (before >= rank) return Math.min(middleOf(bucket), this.maxNs) / 1e6;
    }
    return NaN;
  }
}
