// One sample: the work repeated until minRoundMs have passed, timed as a whole. There are
// two loops, because an `await` costs as much as a small decode, and synchronous work
// must not pay for it.

import type { Sink } from './sink';

/**
 * The most runs in one sample. If a run takes a nanosecond, a sample may be shorter than
 * minRoundMs.
 */
const MAX_RUNS = 20_000_000;
/**
 * A sample reads the clock about this often: seldom enough that reading it costs nothing.
 */
const BATCHES_PER_SAMPLE = 8;

/** What is timed, and by which clock. */
export interface Work {
  readonly run: () => unknown;
  readonly isAsync: boolean;
  readonly now: () => number;
  /** True once this sample is no longer awaited, so that an asynchronous loop stops. */
  readonly isAbandoned: () => boolean;
  /** Where the answers go. */
  readonly sink: Sink;
}

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
  const { run, now, sink } = work;
  const startMs = now();
  for (let i = 0; i < batch; i++) sink.take(run());
  return now() - startMs;
}
// #endregion timed-loop

async function timeAsync(work: Work, batch: number): Promise<number> {
  const { run, now, sink } = work;
  const startMs = now();
  for (let i = 0; i < batch && !work.isAbandoned(); i++) sink.take(await run());
  return now() - startMs;
}
