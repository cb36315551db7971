// What the page says of SIGKILL is what two cases of the suite judge. They run here once
// more under titles of their own, which the page can name, and which a mutant must fail.

import { allCases, loadModel, plan, run } from '@bytes-up/conformance';
import { engines } from './testing/subject';

/** In milliseconds; only a failure waits this long. */
const PATIENCE_MS = 20_000;

/** Why each engine fails the case, line by line; nothing if all pass. */
async function failuresOf(id: string): Promise<readonly string[]> {
  const cases = allCases().filter((one) => one.id === id);
  const lines: string[] = [];
  for (const { command, model: path } of engines) {
    const model = loadModel(path, allCases());
    const subject = { command };
    const planned = plan(cases, { model, subject });
    const options = { subject, model, cases: planned, patienceMs: PATIENCE_MS };
    const results = await run({ ...options, judgeAgain: false });
    expect(results).toHaveLength(1);
    for (const { verdict, story } of results) {
      if (verdict !== 'pass') lines.push(`${id}: ${verdict}`, ...(story ?? []));
    }
  }
  return lines;
}

test('a worker that is killed during a call loses its own clients, and no others', async () => {
  expect(await failuresOf('15.1/killed-worker')).toEqual([]);
});

test('the workers of a master that is killed end within a second, and the port is free', async () => {
  expect(await failuresOf('15.4/killed-master')).toEqual([]);
});
