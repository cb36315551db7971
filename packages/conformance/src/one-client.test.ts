// A server that serves one client at a time, like chapter 08's, passes everything except
// what its model file declares.

import { join } from 'node:path';
import { allCases, isGood, loadModel, plan, run, type Result } from './index';
import { referenceCommand } from './testing/command';

/**
 * Ends a run that hangs. A run takes a few seconds, on a very busy machine many minutes.
 */
const RUN_WITHIN_MS = 1_800_000;
const AREAS = ['framing', 'calls', 'connection', 'concurrency'];

test(
  'the concurrency cases fail as declared, and no other case needs a second client',
  async () => {
    const every = allCases();
    const model = loadModel(join(__dirname, 'testing/one-client.json'), every);
    const subject = { command: [...referenceCommand(), '--max-connections', '1'] };
    const cases = every.filter(({ area }) => AREAS.includes(area));
    const results = await run({ subject, model, cases: plan(cases, { model, subject }) });
    const notPassed = results.filter(({ verdict }) => verdict !== 'pass');
    expect(notPassed.map(idAndVerdict).sort()).toEqual(
      model.expected.map((entry) => `expected ${entry.case}`).sort(),
    );
    expect(isGood(results)).toBe(true);
  },
  RUN_WITHIN_MS,
);

function idAndVerdict({ case: one, verdict }: Result): string {
  return `${verdict} ${one.id}`;
}
