// The suite as jest tests, one for each case, so that a server package's conformance test
// is three lines.

import { LaunchError } from '@bytes-up/testkit';
import { allCases } from './cases';
import { loadModel } from './parse-model';
import { plan, type PlannedCase } from './run/plan';
import type { Result } from './run/result';
import { run } from './run/runner';
import { select } from './select';

export interface ConformanceTestOptions {
  /**
   * The command that starts the server; `--host 127.0.0.1 --port 0` and the case's flags
   * are appended.
   */
  readonly command: readonly string[];
  /** Path of the model.json. */
  readonly model: string;
  readonly cwd?: string;
  /** Only these cases, written as for `--only`. Default: all. */
  readonly only?: readonly string[];
  /** How often case 10.4/cycles starts and stops the server. Default: 5. */
  readonly cycles?: number;
}

/**
 * Ends a run that hangs, in milliseconds. A run takes a few seconds, and up to an hour on
 * a very busy machine.
 */
const RUN_WITHIN_MS = 2 * 3_600_000;
/** How long to wait for an answer or another event, in machine ms: only failures do. */
const PATIENCE_MS = 20_000;
/** The test that fails when nothing could be judged. */
const STARTS = 'the server starts';

/**
 * Defines a jest test for each case. The cases run once, before the tests, because they
 * share servers and run side by side. A case that is not applicable is skipped by name; a
 * declared failure has its reason in the title. A server that does not start, or fails
 * the first call, is one failure: the cases that were not judged are skipped.
 */
// #region binding
export function describeConformance(options: ConformanceTestOptions): void {
  const { command, model: path, cwd, only = [], cycles = 5 } = options;
  const every = allCases();
  const model = loadModel(path, every);
  const cases = select(every, only);
  if (typeof cases === 'string') throw new Error(`no case or area begins with "${cases}"`);
  const subject = { command, ...(cwd !== undefined && { cwd }) };
  const planned = plan(cases, { model, subject });
  const suite = `conformance of ${model.name}`;
  describe(suite, () => {
    const results = new Map<string, Result>();
    let noServer: LaunchError | undefined;
    beforeAll(async () => {
      try {
        const options = { subject, model, cases: planned, cycles, patienceMs: PATIENCE_MS };
        // Judged once: a test that fails now and then is a bug of the server or of the
        // suite.
        for (const result of await run({ ...options, judgeAgain: false })) {
          results.set(result.case.id, result);
        }
      } catch (error) {
        if (!(error instanceof LaunchError)) throw error;
        noServer = error;
      }
      for (const each of planned) {
        const verdict = results.get(each.case.id)?.verdict ?? 'not run';
        if (verdict === 'not run') skippedTests.add(`${suite} ${titleOf(each)}`);
      }
    }, RUN_WITHIN_MS);

    afterAll(() => {
      const again = [...results.values()].filter(({ inVain }) => inVain !== undefined);
      if (again.length === 0) return;
      const cases = again.map(({ case: one, inVain }) => `${one.id} ${inVain}`).join(', ');
      process.stderr.write(
        `${model.name}: attempts repeated because the suite stalled: ${cases}\n`,
      );
    });

    test(STARTS, () => {
      if (noServer !== undefined) throw noServer;
    });

    for (const each of planned) {
      if (each.notApplicable !== undefined) {
        test.skip(titleOf(each), () => undefined);
        continue;
      }
      const wanted = each.expectedFailure === undefined ? 'pass' : 'expected';
      test(titleOf(each), () => {
        const result = results.get(each.case.id);
        if (result?.verdict !== wanted) throw new Error(storyOf(result));
      });
    }
  });
}
// #endregion binding

/** Full names of the tests to skip (jest.environment.js at the repository's root). */
declare const skippedTests: Set<string>;

function titleOf({ case: one, notApplicable, expectedFailure }: PlannedCase): string {
  const title = `${one.id} ${one.title}`;
  if (notApplicable !== undefined) return `${title} (not applicable: ${notApplicable})`;
  return expectedFailure === undefined ? title : `${title} (expected to fail: ${expectedFailure})`;
}

function storyOf(result: Result | undefined): string {
  if (result === undefined) return 'the case did not run';
  return result.story?.join('\n') ?? `${result.verdict}: ${result.reason ?? ''}`;
}
