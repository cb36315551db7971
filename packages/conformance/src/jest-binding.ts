// The suite as jest tests, one for each case: a server package's conformance test is three lines.

import { allCases } from './cases';
import { loadModel } from './model';
import { plan } from './run/plan';
import type { Result } from './run/result';
import { run } from './run/runner';

export interface ConformanceTestOptions {
  /** The command that starts the server; `--host 127.0.0.1 --port 0` and the case's flags are appended. */
  readonly command: readonly string[];
  /** Path of the model.json. */
  readonly model: string;
  readonly cwd?: string;
}

/** A whole run takes some seconds; on a busy machine many more. */
const RUN_WITHIN_MS = 240_000;

/**
 * Defines a jest test for each case. The run itself happens once, before them, since cases share servers and run
 * side by side. A case that is not applicable is skipped by name; a declared failure has its reason in the title.
 */
// #region binding
export function describeConformance({ command, model: path, cwd }: ConformanceTestOptions): void {
  const cases = allCases();
  const model = loadModel(path, cases);
  const subject = { command, ...(cwd !== undefined && { cwd }) };
  const planned = plan(cases, { model, subject });
  describe(`conformance of ${model.name}`, () => {
    const results = new Map<string, Result>();
    beforeAll(async () => {
      for (const result of await run({ subject, model, cases: planned })) {
        results.set(result.case.id, result);
      }
    }, RUN_WITHIN_MS);

    for (const { case: one, notApplicable, expectedFailure } of planned) {
      const title = `${one.id} ${one.title}`;
      if (notApplicable !== undefined) {
        test.skip(`${title} (not applicable: ${notApplicable})`, () => undefined);
        continue;
      }
      const wanted = expectedFailure === undefined ? 'pass' : 'expected';
      const suffix = expectedFailure === undefined ? '' : ` (expected to fail: ${expectedFailure})`;
      test(`${title}${suffix}`, () => {
        const result = results.get(one.id);
        if (result?.verdict !== wanted) throw new Error(storyOf(result));
      });
    }
  });
}
// #endregion binding

function storyOf(result: Result | undefined): string {
  if (result === undefined) return 'the case did not run';
  return result.story?.join('\n') ?? `${result.verdict}: ${result.reason ?? ''}`;
}
