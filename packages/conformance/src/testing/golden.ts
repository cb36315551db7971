// Runs a mutant and reports what the suite found, in a form that is the same in every
// run.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../case';
import { allCases } from '../cases';
import { loadModel } from '../parse-model';
import { plan } from '../run/plan';
import type { Result } from '../run/result';
import { run } from '../run/runner';
import { REFERENCE_MODEL } from './command';
import { MUTANTS, type Mutant } from './reference-server/mutants';

const FOLDER = join(__dirname, '../../golden');
/** Shorter than for servers, because many mutants time out on purpose. */
const PATIENCE_MS = 3_000;
const NOT_RUN = 'not run  every other case';

export const mutantNames = Object.keys(MUTANTS) as readonly Mutant[];

/** The report that a mutant must get; empty if it has none yet. */
export function readGolden(mutant: Mutant): string {
  const path = pathOf(mutant);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** The mutants that have a golden report on disk. */
export function goldenNames(): string[] {
  return readdirSync(FOLDER).map((file) => file.replace(/\.txt$/, ''));
}

export function writeGolden(mutant: Mutant, report: string): void {
  writeFileSync(pathOf(mutant), report);
}

/**
 * Every case; given a golden report, those that it names. If it says that others are not
 * run, they cost nothing.
 */
export function casesFor(golden?: string): readonly Case[] {
  const cases = allCases();
  if (golden === undefined || golden.includes(NOT_RUN)) return cases;
  return cases.filter(({ id }) => golden.includes(`  ${id}  `));
}

export interface MutantRun {
  /** The same in every run. */
  readonly report: string;
  /** The failures that the golden report does not have. */
  readonly unexpected: readonly string[];
}

/**
 * @param main the compiled reference server (compile.ts).
 * @param cases what to run.
 * @param judgeAgain whether to judge a case again that failed while the machine stalled.
 */
export async function runMutant(
  main: string,
  mutant: Mutant,
  cases: readonly Case[],
  judgeAgain = true,
): Promise<MutantRun> {
  const model = loadModel(REFERENCE_MODEL, allCases());
  const subject = { command: [process.execPath, main, '--mutant', mutant] };
  const planned = plan(cases, { model, subject });
  const results = await run({
    subject,
    model,
    cases: planned,
    patienceMs: PATIENCE_MS,
    judgeAgain,
  });
  const golden = readGolden(mutant);
  const unexpected = results.filter(({ story, case: one }) => story && !golden.includes(one.id));
  return {
    report: report(mutant, results),
    unexpected: unexpected.flatMap(({ story = [] }) => story),
  };
}

function report(mutant: Mutant, results: readonly Result[]): string {
  const lines = results
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not run')
    .map(({ verdict, case: one }) => `${verdict}  ${one.id}  ${one.title}`);
  const notRun = results.some(({ verdict }) => verdict === 'not run');
  const tail = notRun ? [NOT_RUN] : [];
  return [`${mutant}: ${MUTANTS[mutant]}`, '', ...lines, ...tail, ''].join('\n');
}

function pathOf(mutant: Mutant): string {
  return join(FOLDER, `${mutant}.txt`);
}
