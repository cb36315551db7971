// `npm start -- prove "codec: other-ways/varint.test.ts › 300 is AC 02"`: runs the test
// behind a ✔ of a page.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '@bytes-up/protocol';
import type { Context } from '../context';
import { findCitedTest, type CitedTest } from '../pages/cited-test';
import { runChild } from '../run-child';

export function addProveCommand(program: Command, context: Context): void {
  program
    .command('prove')
    .description('run the test behind a ✔: "file › title", as in the page’s notes')
    .argument('<claim...>', 'such as "codec: other-ways/varint.test.ts › 300 is AC 02"')
    .action(async (words: string[]) => {
      context.finish(await prove(context, findCitedTest(context.root, words.join(' '))));
    });
}

/** @returns 0 when the test passes, 1 when it fails, or jest's own exit code */
async function prove(context: Context, { folder, file, pattern }: CitedTest): Promise<number> {
  const results = mkdtempSync(path.join(tmpdir(), 'bytes-up-prove-'));
  const output = path.join(results, 'results.json');
  try {
    const jest = require.resolve('jest/bin/jest');
    const flags = ['--runTestsByPath', file, '-t', pattern, '--json', '--outputFile', output];
    const { code } = await runChild([process.execPath, jest, ...flags], {
      cwd: folder,
      env: context.env,
    });
    if (code === 0) requireTest(output, path.relative(context.root, file));
    return code;
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

/** jest succeeds even if no test has the title, or the test was skipped. */
function requireTest(output: string, file: string): void {
  const { numPassedTests } = JSON.parse(readFileSync(output, 'utf8')) as { numPassedTests: number };
  if (numPassedTests > 0) return;
  throw new UsageError(`nothing proved: no test of that title ran in ${file}`);
}
