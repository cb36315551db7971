// Judges a case, and judges it again if its failure proves nothing.

import { attempt, type Attempt } from './attempt';
import type { PlannedCase } from './plan';
import type { Result } from './result';
import { begins, type RunContext } from './run-context';

/**
 * If the suite stalls for this long, its measurements prove nothing. The margins of the
 * cases are wider. In milliseconds.
 */
const STALL_MS = 100;
/** How often a case is judged at most, including the first time. */
const MAX_JUDGED = 4;

export interface WatchedAttempt extends Attempt {
  /** Whether this process stalled meanwhile. */
  readonly stalled: boolean;
}

/** @param which the number of the shared server, or a fresh one. See `attempt`. */
export async function watchedAttempt(
  planned: PlannedCase,
  { options, instances, stalls }: RunContext,
  which: number | 'fresh',
): Promise<WatchedAttempt> {
  const startedAtMs = performance.now();
  const tried = await attempt(planned, options, instances, which);
  return { ...tried, stalled: stalls.worstSince(startedAtMs) > STALL_MS };
}

/**
 * A failure proves nothing if the suite itself stalled meanwhile, because every measured
 * time is wrong. So the case runs again, alone and on its own server. If the machine
 * stalls every time, the last result counts.
 */
export async function judgeAgain(planned: PlannedCase, context: RunContext): Promise<Result> {
  for (let judged = 2; ; judged++) {
    const { result, stalled } = await begins.hold(() => watchedAttempt(planned, context, 'fresh'));
    if (!stalled || result.verdict !== 'fail' || judged === MAX_JUDGED) {
      return { ...result, judged };
    }
  }
}

/**
 * When a shared server exits, all cases that were using it fail. Each of them runs again
 * on its own server, and those that fail there are to blame. If none does, the first
 * results count.
 */
export async function findCulprits(
  doubtful: readonly Attempt[],
  context: RunContext,
): Promise<void> {
  const { options, verdicts } = context;
  const again: Result[] = [];
  let blame = false;
  for (const { result } of doubtful) {
    if (verdicts.areEnough) return;
    const planned = options.cases.find(({ case: one }) => one === result.case);
    if (planned === undefined) continue;
    const { result: own } = await begins.hold(() => watchedAttempt(planned, context, 'fresh'));
    again.push(own);
    blame ||= own.story !== undefined;
    if (blame) verdicts.settle(...again.splice(0));
  }
  if (!blame) verdicts.settle(...doubtful.map((tried) => tried.result));
}
