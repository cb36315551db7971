// Runs the cases: first a single ping, then the cases that may run in parallel, then
// those that must run alone.

import { availableParallelism } from 'node:os';
import { attempt, type Attempt, type AttemptOptions } from './attempt';
import { Gate } from './gate';
import { Instances } from './instances';
import type { PlannedCase } from './plan';
import type { Result } from './result';
import { StallWatch } from './stall-watch';
import { Turns } from './turns';
import { Verdicts } from './verdicts';

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
   * Begin no case that comes after one that has failed, and do not wait for those that
   * have begun. Those have no result; what they started themselves ends with
   * them, or with this process. Default: false.
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
/** While a case is judged again, no run of this process begins another one. */
const begins = new Gate();

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
  const { cases, failFast, onResult } = options;
  const todo = asTheyBegin(cases.filter((one) => one.notApplicable === undefined));
  const verdicts = new Verdicts(todo, { failFast, onResult });
  const parts: Parts = { options, instances, stalls, verdicts };
  try {
    // Throws if the server cannot start, since no case can be judged then.
    await instances.shared();
    for (const { case: one, notApplicable: reason } of cases)
      if (reason !== undefined)
        verdicts.settle({ case: one, verdict: 'not applicable', reason, tookMs: 0 });
    await Promise.race([judgeAll(todo, parts), verdicts.enough]);
  } finally {
    stalls.stop();
    // Cases that nobody waits for may still be using them.
    await instances.stop(verdicts.areEnough ? 0 : undefined);
  }
  return verdicts.of(cases);
}
// #endregion run

/** What all functions below share. */
interface Parts {
  readonly options: RunOptions;
  readonly instances: Instances;
  readonly stalls: StallWatch;
  readonly verdicts: Verdicts;
}

function asTheyBegin(cases: readonly PlannedCase[]): readonly PlannedCase[] {
  const turn = ({ case: { id, alone } }: PlannedCase): number =>
    id === FIRST_CASE ? 0 : id === CROWD_CASE ? 1 : alone === true ? 3 : 2;
  return [0, 1, 2, 3].flatMap((now) => cases.filter((one) => turn(one) === now));
}

async function judgeAll(todo: readonly PlannedCase[], parts: Parts): Promise<void> {
  const { options, instances, verdicts } = parts;
  // --only may have left it out
  const first = todo.find(({ case: one }) => one.id === FIRST_CASE);
  const crowd = todo.find(({ case: one }) => one.id === CROWD_CASE) ?? options.crowd;
  const rest = todo.filter((planned) => planned !== first && planned !== crowd);
  if (first !== undefined) {
    await begins.pass();
    const { result } = await attempt(first, options, instances, 0);
    if (result.verdict !== 'pass') {
      const left = todo.filter((planned) => planned !== first);
      verdicts.settle(result, ...left.map(({ case: one }) => notRun(one)));
      return;
    }
    verdicts.settle(result);
  }
  const crowded = await servesCrowd(crowd, parts);
  // Some cases connect several clients if the model serves several.
  const clients = crowded ? options.model.clients : 'one';
  const known = { ...options, model: { ...options.model, clients } };
  await runAll(rest, { ...parts, options: known }, crowded);
}

function notRun(one: PlannedCase['case']): Result {
  const reason = `not judged because ${FIRST_CASE} failed`;
  return { case: one, verdict: 'not run', reason, tookMs: 0 };
}

/** Whether cases may run in parallel on one server, unless the model already says so. */
async function servesCrowd(crowd: PlannedCase | undefined, parts: Parts): Promise<boolean> {
  const { options, instances, stalls, verdicts } = parts;
  if (crowd === undefined) return true;
  await begins.pass();
  const tried = await watched(stalls, () => attempt(crowd, options, instances, 0));
  let { result } = tried;
  if (tried.stalled && result.verdict === 'fail' && (options.judgeAgain ?? true)) {
    result = await judgeAgain(crowd, parts);
  }
  if (options.cases.includes(crowd)) verdicts.settle(result);
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
  parts: Parts,
  crowded: boolean,
): Promise<void> {
  const { options, instances, stalls, verdicts } = parts;
  const { judgeAgain: again = true, failFast = false } = options;
  const doubtful: Attempt[] = [];
  const disturbed: PlannedCase[] = [];
  // With failFast, what is in doubt is judged again before others begin: its verdict may
  // end the run.
  const mayBegin = (one: PlannedCase): boolean =>
    verdicts.want(one) && !(failFast && doubtful.length + disturbed.length > 0);
  const judge = async (one: PlannedCase, number: number): Promise<void> => {
    const tried = await watched(stalls, () => attempt(one, options, instances, number));
    if (tried.serverDied && tried.result.story !== undefined) doubtful.push(tried);
    else if (again && tried.stalled && tried.result.verdict === 'fail') disturbed.push(one);
    else verdicts.settle(tried.result);
  };
  let left = cases;
  do {
    const begun = new Set<PlannedCase>();
    const lane = async (queue: PlannedCase[], number: number): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const one = next;
        if (!mayBegin(one)) continue; // without waiting for a turn
        const begin = async (): Promise<void> => {
          await begins.pass();
          if (!mayBegin(one)) return;
          begun.add(one);
          await judge(one, number);
        };
        const startsServers = one.case.needs.includes('process');
        await (startsServers ? ownServers.take(begin) : begin());
      }
    };
    const together = left.filter(({ case: one }) => one.alone !== true);
    const lanes = crowded ? lanesFor(options) : [0];
    await Promise.all(lanes.map((number) => lane(together, number)));
    await lane(
      left.filter(({ case: one }) => one.alone === true),
      0,
    );
    await findCulprits(doubtful.splice(0), parts);
    for (const planned of inOrder(disturbed.splice(0), cases)) {
      if (verdicts.areEnough) return;
      verdicts.settle(await judgeAgain(planned, parts));
    }
    left = left.filter((one) => !begun.has(one) && verdicts.want(one));
  } while (left.length > 0);
}

function inOrder(some: readonly PlannedCase[], all: readonly PlannedCase[]): PlannedCase[] {
  return all.filter((one) => some.includes(one));
}

/**
 * A failure proves nothing if the suite itself stalled meanwhile, because every measured
 * time is wrong. So the case runs again, alone and on its own server. If the machine
 * stalls every time, the last result counts.
 */
async function judgeAgain(
  planned: PlannedCase,
  { options, instances, stalls }: Parts,
): Promise<Result> {
  for (let judged = 2; ; judged++) {
    const { result, stalled } = await begins.hold(() =>
      watched(stalls, () => attempt(planned, options, instances, 'fresh')),
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
  { options, instances, verdicts }: Parts,
): Promise<void> {
  const again: Result[] = [];
  let blame = false;
  for (const { result } of doubtful) {
    if (verdicts.areEnough) return;
    const planned = options.cases.find(({ case: one }) => one === result.case);
    if (planned === undefined) continue;
    const { result: own } = await begins.hold(() => attempt(planned, options, instances, 'fresh'));
    again.push(own);
    blame ||= own.story !== undefined;
    if (blame) verdicts.settle(...again.splice(0));
  }
  if (!blame) verdicts.settle(...doubtful.map((tried) => tried.result));
}
