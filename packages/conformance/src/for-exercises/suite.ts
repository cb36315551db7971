// Cases of the suite as a stage of an exercise, for the judges of a learner's servers.
// Cases that need what the tasks do not ask for, such as flags or test methods, do not
// apply.

import type { CaseOutcome, Failure, JudgedStage, Learner } from '@bytes-up/testkit';
import { allCases } from '../cases';
import { DEFAULT_MODEL, type Clients, type Model } from '../model';
import { plan, type PlannedCase } from '../run/plan';
import type { Result } from '../run/result';
import { run } from '../run/runner';
import { explain } from './explain';

const PATIENCE_MS = 2_000;
/**
 * How often a server is started and stopped on one port: the second start is what fails.
 */
const CYCLES = 2;
/**
 * Shows whether several clients are served; if not, the cases run one after the other.
 */
const CROWD_CASE = '1.3/idle-first-client';

export interface SuiteOptions {
  /** Areas whose cases are judged, as far as they apply to such a server. */
  readonly areas?: readonly string[];
  /** More cases. */
  readonly ids?: readonly string[];
  /** How many clients the server serves at the same time. Default: many. */
  readonly clients?: Clients;
  /** What probably went wrong, for a failure; undefined if that is not known. */
  readonly noteOf?: (result: Result) => string | undefined;
  /** The command of the learner's server. Default: the learner's file as a program. */
  readonly commandOf?: (learner: Learner) => readonly string[];
}

/** What can begin before its own stage. What it throws is thrown in its own stage. */
export interface Begins {
  begin(learner: Learner, all: boolean): void;
}

/** A part of the suite that runs once, and not before it is asked for. */
export class Suite implements Begins {
  readonly #options: SuiteOptions;
  readonly #model: Model;
  readonly #cases: readonly PlannedCase[];
  #results: Promise<readonly Result[]> | undefined;
  readonly #settled: Result[] = [];
  #onSettled: (failed: boolean) => void = () => undefined;

  constructor(options: SuiteOptions) {
    const { areas = [], ids = [], clients = 'many' } = options;
    this.#options = options;
    this.#model = modelOf(clients);
    this.#cases = planned(this.#model, ({ area, id }) => areas.includes(area) || ids.includes(id));
  }

  get count(): number {
    return this.#cases.length;
  }

  /** A failure of the case. */
  failureOf(result: Result, learner: Learner): Failure {
    const note = this.#options.noteOf?.(result);
    const failure = explain(result, learner.file, this.commandOf(learner));
    return note === undefined ? failure : { note, ...failure };
  }

  /** The command that is judged. */
  commandOf(learner: Learner): readonly string[] {
    return this.#options.commandOf?.(learner) ?? learner.command;
  }

  begin(learner: Learner, all: boolean): void {
    this.results(learner, all).catch(() => undefined);
  }

  /** @param settled is called at each verdict, also at those that came before */
  results(
    learner: Learner,
    all: boolean,
    settled?: (failed: boolean) => void,
  ): Promise<readonly Result[]> {
    if (settled !== undefined) {
      for (const result of this.#settled) settled(hasFailed(result));
      this.#onSettled = settled;
    }
    const model = this.#model;
    this.#results ??= run({
      subject: { command: this.commandOf(learner) },
      model,
      cases: this.#cases,
      patienceMs: PATIENCE_MS,
      cycles: CYCLES,
      failFast: !all,
      onResult: (result) => {
        this.#settled.push(result);
        this.#onSettled(hasFailed(result));
      },
      crowd: planned(model, ({ id }) => id === CROWD_CASE)[0],
    });
    return this.#results;
  }
}

function modelOf(clients: Clients): Model {
  const limits = { ...DEFAULT_MODEL.limits, graceMs: 2_000 };
  return { ...DEFAULT_MODEL, name: 'my/rpc', clients, limits };
}

function planned(
  model: Model,
  chosen: (one: PlannedCase['case']) => boolean,
): readonly PlannedCase[] {
  // the learner's program is always a command; which one does not matter here
  const options = { model, subject: { command: [] } };
  return plan(allCases().filter(chosen), options).filter((one) => one.notApplicable === undefined);
}

/**
 * @param section the heading of the task
 * @param beside what begins together with this stage: suites and cases of later stages,
 *   which have servers of their own
 */
export function suiteStage(
  title: string,
  section: string,
  suite: Suite,
  ...beside: readonly Begins[]
): JudgedStage<object> {
  return {
    title,
    names: [],
    cases: [],
    together: {
      count: suite.count,
      judge: async (learner, report, { all, progress }) => {
        for (const each of beside) each.begin(learner, all);
        for (const result of await suite.results(learner, all, progress))
          report(outcomeOf(result, section, suite, learner));
      },
    },
  };
}

function outcomeOf(result: Result, section: string, suite: Suite, learner: Learner): CaseOutcome {
  const { case: one } = result;
  const title = `${one.id}: ${one.title}`;
  if (!hasFailed(result)) return { title, section, failure: undefined };
  return { title, section, failure: suite.failureOf(result, learner) };
}

function hasFailed({ story, reason }: Result): boolean {
  return story !== undefined || reason !== undefined;
}
