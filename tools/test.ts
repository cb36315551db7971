// `npm test`: lint, format, types, every jest project. It ends with one plain line for the whole run,
// `N passed, N failed, N skipped`, in which lint, format and types count as one check each.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** What jest's --json file says, as far as it is counted here. */
interface JestResult {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** Test files that could not even be loaded: they hold no counted test, and must not pass for it. */
  numRuntimeErrorTestSuites: number;
}

async function main(): Promise<number> {
  const started = performance.now();
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const add = (counts: Counts): void => {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  };

  // Side by side: the longest of them, lint, keeps one core busy.
  const checks = [
    check('types', bin('typescript', 'tsc'), ['-b']),
    check('lint', bin('eslint', 'eslint'), ['.']),
    check('format', bin('prettier', 'prettier'), ['--check', '--log-level', 'warn', '.']),
  ];
  for (const counts of await Promise.all(checks)) add(counts);
  add(await jest(process.argv.slice(2)));

  console.log(`\nin ${((performance.now() - started) / 1000).toFixed(0)} s`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** One command that passes or fails as a whole. */
async function check(name: string, script: string, args: string[]): Promise<Counts> {
  const started = performance.now();
  console.log(`${name} …`);
  const code = await run(script, args);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name} ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** All jest projects in one run; `args` go to jest (a path, `-t title`). */
async function jest(args: string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'bytes-up-test-'));
  const file = join(folder, 'result.json');
  try {
    const code = await run(bin('jest', 'jest'), ['--json', `--outputFile=${file}`, ...args]);
    const result = JSON.parse(readFileSync(file, 'utf8')) as JestResult;
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return {
      passed: result.numPassedTests,
      // jest can fail without a failed test, for instance when it finds none.
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch (error) {
    console.error(`jest gave no result: ${String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a script of a dependency with this very node, and passes ctrl-C on by sharing the process group. */
function run(script: string, args: string[]): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: ROOT,
      // jest --json also prints the JSON on stdout; its report for people is on stderr.
      stdio: ['ignore', args.includes('--json') ? 'ignore' : 'inherit', 'inherit'],
    });
    child.on('error', fail);
    child.on('close', (code) => done(code ?? 1));
  });
}

/** The script behind a dependency's command, so that no shell and no npx stand between. */
function bin(packageName: string, command: string): string {
  const manifest = require.resolve(`${packageName}/package.json`, { paths: [ROOT] });
  const { bin: bins } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const script = typeof bins === 'string' ? bins : bins[command];
  if (script === undefined) throw new Error(`${packageName} has no command ${command}`);
  return resolve(manifest, '..', script);
}

void main().then((code) => {
  process.exitCode = code;
});
