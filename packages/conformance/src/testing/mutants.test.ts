// Tests of the suite itself: each mutant of the reference server runs as a real process
// and must get exactly its golden report. Here it runs the cases that the report names.
// The soak tests, and `npm run golden -- --check`, run all cases.

import { compileReference } from './compile';
import {
  casesFor,
  goldenNames,
  mutantNames,
  readGolden,
  runMutant,
  type MutantRun,
} from './golden';
import type { Mutant } from './reference-server/mutants';

/** How many mutants run at the same time. They mostly wait. */
const SIDE_BY_SIDE = 4;
/**
 * Ends a run that hangs. A run takes a few seconds, but on a busy machine its waits for
 * answers that never arrive are long.
 */
const RUN_WITHIN_MS = 1_800_000;

/**
 * Some faults are races, and a server that is starved for a second looks like one that
 * has stopped reading. A run that only misses a failure is made again, at most this often
 * in all, and says so; a failure that the report does not have is never made again.
 */
const RUNS = 3;

const started = new Map<Mutant, Promise<MutantRun>>();
let server = '';

beforeAll(() => {
  server = compileReference();
});

afterAll(async () => {
  await Promise.allSettled(started.values());
}, RUN_WITHIN_MS);

test('each mutant has a golden report, and each golden report a mutant', () => {
  expect(goldenNames().sort()).toEqual([...mutantNames].sort());
});

test.each(mutantNames.map((mutant, index) => [mutant, index] as const))(
  '%s gets its golden report',
  async (mutant, index) => {
    for (const next of mutantNames.slice(index, index + SIDE_BY_SIDE)) start(next);
    const golden: MutantRun = { report: readGolden(mutant), unexpected: [] };
    let found = await started.get(mutant);
    for (let n = 1; n < RUNS && missesSomething(found, golden); n++) {
      process.stderr.write(`${mutant}: run ${n} missed a failure, running it again\n`);
      found = await runMutant(server, mutant, casesFor(golden.report), false);
    }
    expect(found).toEqual(golden);
  },
  RUN_WITHIN_MS,
);

function missesSomething(found: MutantRun | undefined, golden: MutantRun): boolean {
  if (found === undefined || found.unexpected.length > 0) return false;
  const expected = golden.report.split('\n');
  const lines = found.report.split('\n');
  return lines.length < expected.length && lines.every((line) => expected.includes(line));
}

function start(mutant: Mutant): void {
  if (started.has(mutant)) return;
  const cases = casesFor(readGolden(mutant));
  // Judged once, because failures are wanted here.
  const result = runMutant(server, mutant, cases, false);
  result.catch(() => undefined); // its own test reports it
  started.set(mutant, result);
}
