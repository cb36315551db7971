// Runs the cases: first a single ping, then the cases that may run in parallel, then
// those that must run alone.

import { availableParallelism } from 'node:os';
import { attempt, type Attempt, type AttemptOptions } from './attempt';
import { Instances } from './instances';
import type { PlannedCase } from './plan';
import type { Result } from './result';
import { StallWatch } from './stall-watch';
import { Turns } from './turns';

/** The first case of a run. If it fails, every other case would only repeat that. */
export const FIRST_CASE = '2.1/ping';
/**
 * The second case. If it fails, cases in parallel on one server would block each other.
 */
export const CROWD_CASE = '1.3/idle-first-client';
/** What the report says in that case. */
export const ONE_CLIENT_NOTE =
  `${CROWD_CASE} shows that the server serves one client at a time: the other cases ran one after the other. ` +
  'If that is by design, put "clients": "one" into its model file.';

export interface RunOptions extends AttemptOptions {
  readonly cases: readonly PlannedCase[];
  /** Called with each verdict as soon as it is known. */
  readonly onResult?: (result: Result) => void;
  /** The case that finds out whether several clients are served, if not in `cases`. */
  readonly crowd?: PlannedCase | undefined;
  /** Called with a note for the reader of the report. */
  readonly onNote?: (note: string) => void;
  /**
   * Whether to judge a case again that failed while the machine stalled. Default: true.
   */
  readonly judgeAgain?: boolean;
  /**
   * Begin no case after one has failed; those that did not begin have no result. Cases
   * begin in their order, so none before the first failure is left out. Default: false.
   */
  readonly failFast?: boolean;
}

/** How many cases run in parallel: on one shared server, or on one server each. */
const SIDE_BY_SIDE = { many: 8, workers: 4, one: 4 } as const;
/**
 * Most cases wait, but those that start their own servers compute. If more of them ran at
 * a time than there are cores, in all runs of this process together, they would end no
 * sooner, and stall the suite and the other cases.
 */
const ownServers = new Turns(availableParallelism());

/**
 * If the suite stalls for this long, its measurements prove nothing. The margins of the
 * cases are wider. In milliseconds.
 */
const STALL_MS = 100;
/** How often a case is judged at most, including the first time. */
const MAX_JUDGED = 4;

// #region run
/**
 * @returns a result for each case, in the order of the cases.
 * @throws LaunchError when the server cannot be started.
 */
export async function run(options: RunOptions): Promise<readonly Result[]> {
  const instances = new Instances(options.subject, options.model);
  const stalls = new StallWatch();
  const results = new Map<string, Result>();
  const settle = (result: Result): void => {
    results.set(result.case.id, result);
    options.onResult?.(result);
  };
  try {
    // Throws if the server cannot start, since no case can be judged then.
    await instances.shared();
    const todo = settleNotApplicable(options.cases, settle);
    const first = todo.find(({ case: one }) => one.id === FIRST_CASE);
    const crowd = todo.find(({ case: one }) => one.id === CROWD_CASE) ?? options.crowd;
    const rest = todo.filter((planned) => planned !== first && planned !== crowd);
    if (await firstPasses(first, options, instances, settle)) {
      const crowded = await servesCrowd(crowd, options, instances, stalls, settle);
      // Some cases connect several clients if the model serves several.
      const clients = crowded ? options.model.clients : 'one';
      const known = { ...options, model: { ...options.model, clients } };
      await runAll(rest, known, instances, stalls, settle, crowded);
    } else {
      const reason = `not judged because ${FIRST_CASE} failed`;
      for (const { case: one } of todo.filter((planned) => planned !== first))
        settle({ case: one, verdict: 'not run', reason, tookMs: 0 });
    }
  } finally {
    stalls.stop();
    await instances.stop();
  }
  return options.cases.flatMap(({ case: one }) => results.get(one.id) ?? []);
}
// #endregion run

type Settle = (result: Result) => void;

function settleNotApplicable(cases: readonly PlannedCase[], settle: Settle): PlannedCase[] {
  return cases.filter(({ case: one, notApplicable: reason }) => {
    if (reason !== undefined) settle({ case: one, verdict: 'not applicable', reason, tookMs: 0 });
    return reason === undefined;
  });
}

async function firstPasses(
  first: PlannedCase | undefined,
  options: RunOptions,
  instances: Instances,
  settle: Settle,
): Promise<boolean> {
  if (first === undefined) return true; // --only left it out
  const { result } = await attempt(first, options, instances, 0);
  settle(result);
  return result.verdict === 'pass';
}

/** Whether cases may run in parallel on one server, unless the model already says so. */
async function servesCrowd(
  crowd: PlannedCase | undefined,
  options: RunOptions,
  instances: Instances,
  stalls: StallWatch,
  settle: Settle,
): Promise<boolean> {
  if (crowd === undefined) return true;
  const tried = await watched(stalls, () => attempt(crowd, options, instances, 0));
  let { result } = tried;
  if (tried.stalled && result.verdict === 'fail' && (options.judgeAgain ?? true)) {
    result = await judgeAgain(crowd, options, instances, stalls);
  }
  if (options.cases.includes(crowd)) settle(result);
  if (options.model.clients !== 'many' || result.story === undefined) return true;
  options.onNote?.(ONE_CLIENT_NOTE);
  return false;
}

interface WatchedAttempt extends Attempt {
  /** Whether this process stalled meanwhile. */
  readonly stalled: boolean;
}

async function watched(stalls: StallWatch, run: () => Promise<Attempt>): Promise<WatchedAttempt> {
  const startedAtMs = performance.now();
  const tried = await run();
  return { ...tried, stalled: stalls.worstSince(startedAtMs) > STALL_MS };
}

async function runAll(
  cases: readonly PlannedCase[],
  options: RunOptions,
  instances: Instances,
  stalls: StallWatch,
  settle: Settle,
  crowded: boolean,
): Promise<void> {
  const { judgeAgain: again = true, failFast = false } = options;
  const doubtful: Attempt[] = [];
  const disturbed: PlannedCase[] = [];
  let failed = false;
  const lane = async (queue: PlannedCase[], number: number): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (failFast && failed) return;
      const judge = (): Promise<WatchedAttempt> =>
        watched(stalls, () => attempt(next, options, instances, number));
      const startsServers = next.case.needs.includes('process');
      const tried = await (startsServers ? ownServers.take(judge) : judge());
      if (tried.serverDied && tried.result.story !== undefined) doubtful.push(tried);
      else if (again && tried.stalled && tried.result.verdict === 'fail') disturbed.push(next);
      else {
        settle(tried.result);
        failed ||= tried.result.verdict === 'fail';
      }
    }
  };
  const together = cases.filter(({ case: one }) => one.alone !== true);
  const lanes = crowded ? lanesFor(options) : [0];
  await Promise.all(lanes.map((number) => lane(together, number)));
  await lane(
    cases.filter(({ case: one }) => one.alone === true),
    0,
  );
  await findCulprits(doubtful, options, instances, settle);
  for (const planned of disturbed) settle(await judgeAgain(planned, options, instances, stalls));
}

/**
 * A failure proves nothing if the suite itself stalled meanwhile, because every measured
 * time is wrong. So the case runs again, alone and on its own server. If the machine
 * stalls every time, the last result counts.
 */
async function judgeAgain(
  planned: PlannedCase,
  options: RunOptions,
  instances: Instances,
  stalls: StallWatch,
): Promise<Result> {
  for (let judged = 2; ; judged++) {
    const { result, stalled } = await watched(stalls, () =>
      attempt(planned, options, instances, 'fresh'),
    );
    if (!stalled || result.verdict !== 'fail' || judged === MAX_JUDGED) {
      return { ...result, judged };
    }
  }
}

/**
 * The number of the shared server that each lane uses. If a server takes few clients at a
 * time, each lane has its own.
 */
function lanesFor({ model, subject }: RunOptions): readonly number[] {
  const lanes = Array.from({ length: SIDE_BY_SIDE[model.clients] }, (_, index) => index);
  if (model.clients === 'many') return lanes.map(() => 0);
  return 'target' in subject ? [0] : lanes;
}

/**
 * When a shared server exits, all cases that were using it fail. Each of them runs again
 * on its own server, and those that fail there are to blame. If none does, the first
 * results count.
 */
async function findCulprits(
  doubtful: readonly Attempt[],
  options: RunOptions,
  instances: Instances,
  settle: Settle,
): Promise<void> {
  const again: Result[] = [];
  for (const { result } of doubtful) {
    const planned = options.cases.find(({ case: one }) => one === result.case);
    if (planned !== undefined) {
      again.push((await attempt(planned, options, instances, 'fresh')).result);
    }
  }
  const blame = again.some(({ story }) => story !== undefined);
  for (const result of blame ? again : doubtful.map((tried) => tried.result)) settle(result);
}
