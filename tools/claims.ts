// `npm run test:claims`: breaks the pages' claims one after the other, and checks that
// the tests they name fail. `npm run test:claims -- 08 11` takes chapters, or words of a
// claim or a change.

import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { allMutants } from './claims/all';
import { copyRepository } from './claims/copy';
import { Judge, type Verdict } from './claims/judge';
import { citation, type Mutant } from './claims/mutant';
import { Children, endOnSignals } from './test-run/children';

const USAGE = `usage: npm run test:claims -- [--failures] [CHAPTER|WORDS …]
Runs the test of each claim on a mutant of the source; each must fail.
  --failures  shows how they fail
For instance: npm run test:claims -- 08 "64 MiB"`;

const children = new Children(10_000);

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const showsFailures = args.includes('--failures');
  const wanted = args.filter((arg) => arg !== '--failures');
  const chosen = [...allMutants()]
    .map(([chapter, mutants]) => ({
      chapter,
      mutants: mutants.filter((mutant) => isWanted(chapter, mutant, wanted)),
    }))
    .filter(({ mutants }) => mutants.length > 0);
  if (chosen.length === 0) {
    console.error(`no mutant of a claim matches ${wanted.join(', ')}`);
    return 2;
  }
  const copy = copyRepository(resolve(__dirname, '..'));
  const remove = (): void => rmSync(copy, { recursive: true, force: true });
  endOnSignals(children, remove);
  let judged = 0;
  let failed = 0;
  try {
    const judge = new Judge(copy, children);
    for (const { chapter, mutants } of chosen) {
      for (const line of await unfitTests(judge, chapter, mutants)) {
        failed += 1;
        console.log(line);
      }
      for (const mutant of mutants) {
        const began = performance.now();
        const { verdict, failures } = await judge.judge(chapter, mutant);
        judged += 1;
        if (verdict !== 'red') failed += 1;
        console.log(lineOf(verdict, chapter, mutant, performance.now() - began));
        if (showsFailures || verdict !== 'red') console.log(failures);
      }
    }
  } finally {
    remove();
  }
  console.log(`\n${judged} mutants, ${failed} failures`);
  return failed === 0 ? 0 : 1;
}

function isWanted(chapter: string, { claim, change }: Mutant, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  return wanted.some((word) =>
    /^\d\d$/.test(word) ? chapter.startsWith(word) : `${claim}\n${change}`.includes(word),
  );
}

/** A test that fails without the change proves nothing about it. */
async function unfitTests(
  judge: Judge,
  chapter: string,
  mutants: readonly Mutant[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const file of new Set(mutants.map(({ claim }) => citation(claim).file))) {
    const claims = mutants
      .map(({ claim }) => claim)
      .filter((claim) => citation(claim).file === file);
    const { verdict, failures } = await judge.run(chapter, claims);
    if (verdict !== 'green') {
      lines.push(`UNFIT  ${chapter}  ${file}: ${verdict} without a change\n${failures}`);
    }
  }
  return lines;
}

function lineOf(verdict: Verdict, chapter: string, mutant: Mutant, tookMs: number): string {
  const seconds = (tookMs / 1000).toFixed(1).padStart(6);
  const head = verdict === 'red' ? 'ok   ' : 'FAILED';
  const detail = `${chapter.slice(0, 2)}  ${mutant.change}`;
  return verdict === 'red'
    ? `${head} ${seconds} s  ${detail}`
    : `${head} ${seconds} s  ${detail}: ${verdict}, expected red\n       ${mutant.claim}`;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
