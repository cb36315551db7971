// The command behind `npm run bench:smoke`. Exit codes as those of `bench`.

import { requireLinux } from './measure';
import { smoke } from './smoke';

async function main(): Promise<number> {
  try {
    requireLinux();
  } catch (error) {
    console.error(`bench: ${(error as Error).message}`);
    return 2;
  }
  const results = await smoke();
  for (const { contender, outcome, reason } of results) {
    console.log(`${contender.padEnd(14)} ${outcome}${reason === undefined ? '' : `: ${reason}`}`);
  }
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
