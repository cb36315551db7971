// `npm run titles`: asks jest for the titles of the table tests that the pages claim, and
// keeps them in docs/table-titles.json. Test files are loaded, but no test runs.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { diskRepo } from './checks/repo';
import { tableClaims, titlesOf, TITLES_FILE } from './checks/table-titles';
import type { JestResult } from './test-run/jest-result';

const ROOT = resolve(__dirname, '..');

function main(): number {
  const claims = tableClaims(diskRepo(ROOT));
  const files = [...new Set(claims.map(({ file }) => file))];
  const folder = mkdtempSync(join(tmpdir(), 'bytes-up-titles-'));
  try {
    const output = join(folder, 'result.json');
    const flags = ['--json', `--outputFile=${output}`, '--testLocationInResults'];
    const none = ['-t', '^no test has this title$', '--runTestsByPath', ...files];
    const args = [require.resolve('jest/bin/jest'), ...flags, ...none];
    spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    const titles = titlesOf(claims, JSON.parse(readFileSync(output, 'utf8')) as JestResult, ROOT);
    writeFileSync(join(ROOT, TITLES_FILE), `${JSON.stringify(titles, undefined, 2)}\n`);
    console.log(`${TITLES_FILE}: ${Object.keys(titles).length} titles`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

process.exitCode = main();
