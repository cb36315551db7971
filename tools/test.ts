// `npm test`: lint, format, types, every jest project. It ends with one plain line for
// the whole run, `N passed, N failed, N skipped`, in which lint, format and types count
// as one check each.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { diskRepo } from './checks/repo';
import { staleTitles, tableClaims, titlesOf } from './checks/table-titles';
import { aloneArgs } from './test-run/alone';
import { Children, endOnSignals } from './test-run/children';
import { failureReport } from './test-run/failure-report';
import { countsOf, failuresOf, type Failure, type JestResult } from './test-run/jest-result';
import { judgeAlone } from './test-run/judge-alone';
import { LoadWatch } from './test-run/load-watch';
import { slowestFiles } from './test-run/slowest';

const ROOT = resolve(__dirname, '..');
/**
 * How often a check reports that it is still running. Otherwise a log would be silent for
 * minutes.
 */
const STILL_RUNNING_MS = 15_000;
/** Kills a test that hangs when it runs alone. A slow one takes a small part of it. */
const ALONE_LIMIT_MS = 600_000;

const children = new Children();
/** jest writes its results here. */
const folder = mkdtempSync(join(tmpdir(), 'bytes-up-test-'));

/** @param args for jest: a path, `-t title` */
async function main(args: string[]): Promise<number> {
  const watch = new LoadWatch();
  watch.start();
  // Beside the tests too: it keeps one core busy for longer than both of the others.
  const format = check(
    'format',
    'npx prettier --check .',
    bin('prettier', 'prettier'),
    '-c',
    '.',
    '--log-level',
    'warn',
  );
  const checks = await Promise.all([
    check('types', 'npm run types', bin('typescript-7', 'tsc'), '-b'),
    check('lint', 'npm run lint', bin('oxlint', 'oxlint')),
  ]);
  const { code, result } = await jest(args, { stderr: 'inherit' });
  checks.push(await format);
  watch.stop();
  if (result !== undefined) checks.push(checkTitles(result));
  const failedChecks = checks.filter(({ code }) => code !== 0);
  const counts =
    result === undefined ? { passed: 0, failed: 1, skipped: 0 } : countsOf(result, code);
  const passed = counts.passed + checks.length - failedChecks.length;
  const failed = counts.failed + failedChecks.length;

  if (result !== undefined) printSection('the slowest files', slowestFiles(result, ROOT));
  if (failed > 0) {
    const failures = result === undefined ? [] : failuresOf(result, ROOT);
    const judged = await judgeAlone(failures, passesAlone, (line) => console.log(line));
    printSection('what failed', [
      ...failureReport(failedChecks, judged, (from, to) => watch.describe(from, to)),
      `the whole run: ${watch.describe()}`,
    ]);
  }
  console.log(`\nin ${seconds(0)} s`);
  console.log(`${passed} passed, ${failed} failed, ${counts.skipped} skipped`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/**
 * The titles that the pages show for table tests are those that jest has printed just
 * now.
 */
function checkTitles(result: JestResult): Check {
  const repo = diskRepo(ROOT);
  const stale = staleTitles(repo, titlesOf(tableClaims(repo), result, ROOT));
  for (const line of stale) console.log(line);
  return { name: 'titles', command: 'npm run titles', code: stale.length === 0 ? 0 : 1 };
}

interface Check {
  readonly name: string;
  /** The command to type. */
  readonly command: string;
  readonly code: number;
}

/** One command that passes or fails as a whole; `command` is the command to type. */
async function check(
  name: string,
  command: string,
  script: string,
  ...args: string[]
): Promise<Check> {
  const started = performance.now();
  console.log(`${name} …`);
  const timer = setInterval(() => {
    console.log(`${name} … ${seconds(started)} s`);
  }, STILL_RUNNING_MS);
  const code = await children.run([process.execPath, script, ...args], { cwd: ROOT });
  clearInterval(timer);
  console.log(`${name} ${code === 0 ? 'passed' : 'FAILED'} (${seconds(started)} s)`);
  return { name, command, code };
}

/** All jest projects in one run; without `result` jest could not even start. */
async function jest(
  args: readonly string[],
  { stderr, limitMs }: { stderr: 'inherit' | 'ignore'; limitMs?: number },
): Promise<{ code: number; result?: JestResult }> {
  const file = join(folder, 'result.json');
  rmSync(file, { force: true });
  const flags = ['--json', `--outputFile=${file}`, '--testLocationInResults'];
  const code = await children.run(
    [process.execPath, bin('jest', 'jest'), ...flags, ...args],
    // --json also prints the JSON on stdout; jest's human-readable report is on stderr.
    { cwd: ROOT, stdout: 'ignore', stderr, ...(limitMs === undefined ? {} : { limitMs }) },
  );
  try {
    return { code, result: JSON.parse(readFileSync(file, 'utf8')) as JestResult };
  } catch (error) {
    console.error(`no result from jest: ${String(error)}`);
    return { code };
  }
}

async function passesAlone(failure: Failure): Promise<boolean> {
  const options = { stderr: 'ignore', limitMs: ALONE_LIMIT_MS } as const;
  const { code, result } = await jest(aloneArgs(failure), options);
  // jest succeeds when no title matches.
  return code === 0 && (result?.numPassedTests ?? 0) > 0;
}

function printSection(title: string, lines: readonly string[]): void {
  console.log(['', `${title}:`, ...lines].join('\n'));
}

/** Since a moment of `performance.now()`, which is 0 at the start of this process. */
function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(0);
}

/**
 * The script behind a dependency's command, so that neither a shell nor npx is in
 * between.
 */
function bin(packageName: string, command: string): string {
  const manifest = require.resolve(`${packageName}/package.json`, { paths: [ROOT] });
  const { bin: bins } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const script = typeof bins === 'string' ? bins : bins[command];
  if (script === undefined) throw new Error(`${packageName} has no command ${command}`);
  return resolve(manifest, '..', script);
}

const cleanUp = (): void => rmSync(folder, { recursive: true, force: true });
endOnSignals(children, cleanUp);
void main(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  })
  .finally(cleanUp);
