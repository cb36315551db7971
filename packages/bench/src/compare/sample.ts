// One sample: the work repeated until minRoundMs have passed, timed as a whole. Two
// loops, because an `await` costs as much as a small decode: work that answers at once
// must not pay for it.

import { touch } from './touch';

/**
 * Repetitions of one sample; with work of a nanosecond a sample may then stay below
 * minRoundMs.
 */
const MAX_RUNS = 20_000_000;
/**
 * A sample looks at the clock about this often, so that reading the clock does not count
 * as work.
 */
const BATCHES_PER_SAMPLE = 8;

/** What a sampler needs: the work, and the clock. */
export interface Work {
  readonly run: () => unknown;
  readonly isAsync: boolean;
  readonly now: () => number;
  /** True once this sample is no longer awaited, so that an asynchronous loop stops. */
  readonly isAbandoned: () => boolean;
}

// Sum of all that was touched. It is exported by name only, so that the compiler must
// keep the touching.
export let touched = 0;

/**
 * Milliseconds of one run, measured over at least `minMs` and in batches of `batch` runs.
 */
export async function sample(work: Work, batch: number, minMs: number): Promise<number> {
  let runs = 0;
  let elapsedMs = 0;
  do {
    elapsedMs += work.isAsync ? await timeAsync(work, batch) : timeSync(work, batch);
    runs += batch;
  } while (elapsedMs < minMs && runs < MAX_RUNS && !work.isAbandoned());
  return elapsedMs / runs;
}

/**
 * How many runs make a batch: doubled until a batch takes an eighth of a sample. This is
 * the first part of the warm-up too.
 */
export async function calibrate(work: Work, minMs: number): Promise<number> {
  let batch = 1;
  for (;;) {
    const elapsedMs = work.isAsync ? await timeAsync(work, batch) : timeSync(work, batch);
    if (elapsedMs >= minMs / BATCHES_PER_SAMPLE || batch * 2 > MAX_RUNS) return batch;
    if (work.isAbandoned()) return batch;
    batch *= 2;
  }
}

// #region timed-loop
function timeSync(work: Work, batch: number): number {
  const { run, now } = work;
  const startMs = now();
  for (let i = 0; i < batch; i++) touched = (touched + touch(run())) | 0;
  return now() - startMs;
}
// #endregion timed-loop

async function timeAsync(work: Work, batch: number): Promise<number> {
  const { run, now } = work;
  const startMs = now();
  for (let i = 0; i < batch && !work.isAbandoned(); i++) {
    touched = (touched + touch(await run())) | 0;
  }
  return now() - startMs;
}
