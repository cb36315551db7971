// `npm run test:load -- --loops 6 --times 3`: runs `npm test` next to busy loops.

import { join, resolve } from 'node:path';
import { UsageError } from '@bytes-up/protocol';
import { parseArguments, USAGE, type LoadArguments } from './load/arguments';
import { describeRun, runUnderLoad } from './load/under-load';
import { Children, endOnSignals } from './test-run/children';

const ROOT = resolve(__dirname, '..');

/** `npm test` itself needs a few seconds to end what it started. */
const children = new Children(10_000);

async function main(): Promise<number> {
  let given: LoadArguments | 'help';
  try {
    given = parseArguments(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 2;
  }
  if (given === 'help') {
    console.log(USAGE);
    return 0;
  }
  const { loops, times, nice, jest } = given;
  const runs = await runUnderLoad(
    {
      ...{ loops, times, nice },
      command: [
        ...([process.execPath, '-r', join(ROOT, 'tools', 'ts.cjs')] as const),
        ...[join(ROOT, 'tools', 'test.ts'), ...jest],
      ],
      write: (chunk) => process.stdout.write(chunk),
    },
    children,
  );
  const niced = nice === undefined ? '' : `, at niceness ${nice}`;
  console.log(`\nnext to ${loops} busy loops${niced}:`);
  for (const [index, run] of runs.entries()) console.log(`  ${index + 1}  ${describeRun(run)}`);
  return runs.every(({ code }) => code === 0) ? 0 : 1;
}

// The loops end when this process does.
endOnSignals(children);
void main().then((code) => {
  process.exitCode = code;
});
