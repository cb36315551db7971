// Every mutant against every case. `npm test` runs only the cases of its golden report.

import { compileReference } from './compile';
import { casesFor, mutantNames, readGolden, runMutant } from './golden';

const RUN_WITHIN_MS = 300_000;
let server = '';

beforeAll(() => {
  server = compileReference();
});

test.each(mutantNames)(
  '%s gets its golden report from all cases',
  async (mutant) => {
    const golden = { report: readGolden(mutant), unexpected: [] };
    expect(await runMutant(server, mutant, casesFor())).toEqual(golden);
  },
  RUN_WITHIN_MS,
);
