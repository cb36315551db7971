// Runs the cases: first a single ping, then the cases that may run in parallel, then
// those that must run alone.

import { judgeAgain, watchedAttempt } from './again';
import { Instances } from './instances';
import type { PlannedCase } from './plan';
import type { Result } from './result';
import { judgeInRounds } from './rounds';
import { begins, type RunContext, type RunOptions } from './run-context';
import { StallWatch } from './stall-watch';
import { Verdicts } from './verdicts';

export type { RunOptions } from './run-context';

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
  const context: RunContext = { options, instances, stalls, verdicts };
  try {
    // Throws if the server cannot start, since no case can be judged then.
    await instances.shared();
    for (const { case: one, notApplicable: reason } of cases)
      if (reason !== undefined)
        verdicts.settle({ case: one, verdict: 'not applicable', reason, tookMs: 0 });
    await Promise.race([judgeAll(todo, context), verdicts.enough]);
  } finally {
    stalls.stop();
    // With failFast, some cases may still be running on them.
    await instances.stop(verdicts.areEnough ? 0 : undefined);
  }
  return verdicts.of(cases);
}
// #endregion run

function asTheyBegin(cases: readonly PlannedCase[]): readonly PlannedCase[] {
  const turn = ({ case: { id, alone } }: PlannedCase): number =>
    id === FIRST_CASE ? 0 : id === CROWD_CASE ? 1 : alone === true ? 3 : 2;
  return [0, 1, 2, 3].flatMap((now) => cases.filter((one) => turn(one) === now));
}

async function judgeAll(todo: readonly PlannedCase[], context: RunContext): Promise<void> {
  const { options, verdicts } = context;
  // --only may have left it out
  const first = todo.find(({ case: one }) => one.id === FIRST_CASE);
  const crowd = todo.find(({ case: one }) => one.id === CROWD_CASE) ?? options.crowd;
  const rest = todo.filter((planned) => planned !== first && planned !== crowd);
  if (first !== undefined) {
    await begins.pass();
    const { result } = await watchedAttempt(first, context, 0);
    if (result.verdict !== 'pass') {
      const left = todo.filter((planned) => planned !== first);
      verdicts.settle(result, ...left.map(({ case: one }) => notRun(one)));
      return;
    }
    verdicts.settle(result);
  }
  const crowded = await servesCrowd(crowd, context);
  // Some cases connect several clients if the model serves several.
  const clients = crowded ? options.model.clients : 'one';
  const known = { ...options, model: { ...options.model, clients } };
  await judgeInRounds(rest, { ...context, options: known }, crowded);
}

function notRun(one: PlannedCase['case']): Result {
  const reason = `not judged because ${FIRST_CASE} failed`;
  return { case: one, verdict: 'not run', reason, tookMs: 0 };
}

/** Whether cases may run in parallel on one server, unless the model already says so. */
async function servesCrowd(crowd: PlannedCase | undefined, context: RunContext): Promise<boolean> {
  const { options, verdicts } = context;
  if (crowd === undefined) return true;
  await begins.pass();
  const tried = await watchedAttempt(crowd, context, 0);
  let { result } = tried;
  if (tried.stalled && result.verdict === 'fail' && (options.judgeAgain ?? true)) {
    result = await judgeAgain(crowd, context);
  }
  if (options.cases.includes(crowd)) verdicts.settle(result);
  if (options.model.clients !== 'many' || result.story === undefined) return true;
  options.onNote?.(ONE_CLIENT_NOTE);
  return false;
}
