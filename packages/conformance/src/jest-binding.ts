// The suite as jest tests, one for each case: a server package's conformance test is three lines.

import { allCases } from './cases';
import { loadModel } from './model';
import { plan } from './run/plan';
import type { Result } from './run/result';
import { run } from './run/runner';
import { select } from './select';

export interface ConformanceTestOptions {
  /** The command that starts the server; `--host 127.0.0.1 --port 0` and the case's flags are appended. */
  readonly command: readonly string[];
  /** Path of the model.json. */
  readonly model: string;
  readonly cwd?: string;
  /** Only these cases, in the words of `--only`. Default: all. */
  readonly only?: readonly string[];
  /** How often the server is started and stopped in the case about that. Default: 5. */
  readonly cycles?: number;
}

/** A whole run takes some seconds; on a busy machine many more. And a cycle of starting and stopping. In milliseconds. */
const RUN_WITHIN_MS = 480_000;
const CYCLE_WITHIN_MS = 10_000;
/** What must come is waited for so long: other tests keep the machine busy, and only a failure takes this time. */
const PATIENCE_MS = 20_000;

/**
 * Defines a jest test for each case. The run itself happens once, before them, since cases share servers and run
 * side by side. A case that is not applicable is skipped by name; a declared failure has its reason in the title.
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
  describe(`conformance of ${model.name}`, () => {
    const results = new Map<string, Result>();
    beforeAll(
      async () => {
        for (const result of await run({
          subject,
          model,
          cases: planned,
          cycles,
          patienceMs: PATIENCE_MS,
        })) {
          results.set(result.case.id, result);
        }
      },
      RUN_WITHIN_MS + cycles * CYCLE_WITHIN_MS,
    );

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
