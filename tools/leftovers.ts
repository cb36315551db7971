// `.ci/run` ends with it: what the run left behind, one line each, and exit code 1 if
// there is any.

import { resolve } from 'node:path';
import { findLeftovers } from './leftovers/find-leftovers';

const USAGE = 'usage: leftovers.ts MARK PID TEMP-FOLDER';

function main([mark, pid, tempFolder]: string[]): number {
  if (mark === undefined || pid === undefined || tempFolder === undefined) {
    console.error(USAGE);
    return 2;
  }
  const root = resolve(__dirname, '..');
  const lines = findLeftovers({ mark, pid: Number(pid), root, tempFolder });
  for (const line of lines) console.log(`left behind: ${line}`);
  return lines.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
