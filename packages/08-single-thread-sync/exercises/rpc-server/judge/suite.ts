// Stages 2 to 4: cases of the conformance suite. Cases that need what the task does not
// ask for, such as flags or test methods, do not apply.

import {
  allCases,
  DEFAULT_MODEL,
  plan,
  run,
  type PlannedCase,
  type Result,
} from '@bytes-up/conformance';
import type { CaseOutcome, JudgedStage, Learner } from '@bytes-up/testkit';
import { explain } from './explain';

const MODEL = {
  ...DEFAULT_MODEL,
  name: 'my/rpc',
  limits: { ...DEFAULT_MODEL.limits, graceMs: 2_000 },
};
const PATIENCE_MS = 2_000;
/**
 * Shows whether several clients are served; if not, the cases run one after the other.
 */
const CROWD_CASE = '1.3/idle-first-client';

/** A part of the suite that runs once, and not before it is asked for. */
export class Suite {
  readonly #cases: readonly PlannedCase[];
  #results: Promise<readonly Result[]> | undefined;

  /**
   * @param areas whose cases are judged, as far as they apply to such a server
   * @param ids more cases
   */
  constructor(areas: readonly string[], ids: readonly string[] = []) {
    this.#cases = planned(({ area, id }) => areas.includes(area) || ids.includes(id));
  }

  get count(): number {
    return this.#cases.length;
  }

  results({ command }: Learner, all: boolean): Promise<readonly Result[]> {
    this.#results ??= run({
      subject: { command },
      model: MODEL,
      cases: this.#cases,
      patienceMs: PATIENCE_MS,
      failFast: !all,
      crowd: planned(({ id }) => id === CROWD_CASE)[0],
    });
    return this.#results;
  }
}

function planned(chosen: (one: PlannedCase['case']) => boolean): readonly PlannedCase[] {
  // the learner's program is always a command; which one does not matter here
  const options = { model: MODEL, subject: { command: [] } };
  return plan(allCases().filter(chosen), options).filter((one) => one.notApplicable === undefined);
}

/**
 * @param section the heading of the task
 * @param beside a suite of a later stage that begins together with this one
 */
export function suiteStage(
  title: string,
  section: string,
  suite: Suite,
  beside?: Suite,
): JudgedStage<object> {
  return {
    title,
    names: [],
    cases: [],
    together: {
      count: suite.count,
      judge: async (learner, report, all) => {
        // What it throws is thrown in its own stage.
        beside?.results(learner, all).catch(() => undefined);
        for (const result of await suite.results(learner, all)) report(outcomeOf(result, section));
      },
    },
  };
}

function outcomeOf(result: Result, section: string): CaseOutcome {
  const { case: one, story, reason } = result;
  const title = `${one.id}: ${one.title}`;
  if (story === undefined && reason === undefined) return { title, section, failure: undefined };
  return { title, section, failure: explain(result) };
}
