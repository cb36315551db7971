// Runs mutants against every case and writes their golden reports; with --check it
// compares instead. `node -r ../../tools/ts.cjs src/testing/write-golden.ts [--check]
// [MUTANT...]` (npm run golden).

import { compileReference } from './compile';
import { casesFor, mutantNames, readGolden, runMutant, writeGolden } from './golden';

async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const names = mutantNames.filter((name) => wanted.length === 0 || wanted.includes(name));
  const server = compileReference();
  for (const name of names) {
    const startedAtMs = performance.now();
    const { report, unexpected } = await runMutant(server, name, casesFor());
    const same = report === readGolden(name);
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    console.log(`${name}: ${same ? 'as before' : 'changed'}, ${seconds} s`);
    if (!same) console.log([report, ...unexpected].join('\n'));
    if (!same && check) process.exitCode = 1;
    if (!check) writeGolden(name, report);
  }
}

void main();
