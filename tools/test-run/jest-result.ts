// Reads jest's `--json` file for `npm test`: the counts, and one entry for each failure.

import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /**
   * Test files with a failure outside of every test: one that cannot be loaded, an
   * `afterAll` that throws.
   */
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly JestFile[];
}

export interface JestFile {
  /** The absolute path. */
  readonly name: string;
  readonly status: string;
  /**
   * Since 1970, in milliseconds. After a failure outside of every test, both are the time
   * of the report.
   */
  readonly startTime: number;
  readonly endTime: number;
  readonly assertionResults: readonly JestTest[];
}

export interface JestTest {
  /**
   * The titles of its `describe` blocks and its own, with a space between. A table test's
   * row is filled in.
   */
  readonly fullName: string;
  readonly ancestorTitles?: readonly string[];
  readonly title?: string;
  /** Where the test is defined: with `--testLocationInResults`. */
  readonly location?: { readonly line: number } | null;
  readonly status: string;
  readonly startAt?: number | null;
  readonly duration?: number | null;
}

/** One failed test; without `title`, a file that failed outside of every test. */
export interface Failure {
  /** The jest project, for `--selectProjects`. */
  readonly project: string;
  /** The path from the repository's root. */
  readonly file: string;
  readonly title?: string;
  /** When it ran, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/**
 * @param code jest's exit code: jest can fail without a failed test, for instance when it
 * finds none
 */
export function countsOf(result: JestResult, code: number): Counts {
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** Every failure, in the order of the files. */
export function failuresOf(result: JestResult, root: string): Failure[] {
  return result.testResults.filter(({ status }) => status === 'failed').flatMap(failuresIn);

  function failuresIn(jestFile: JestFile): Failure[] {
    const place = { project: projectOf(jestFile.name), file: relative(root, jestFile.name) };
    const failed = jestFile.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, startAt, duration }) => {
        const from = startAt ?? jestFile.startTime;
        return { ...place, title: fullName, from, to: from + (duration ?? 0) };
      });
    return failed.length > 0 ? failed : [{ ...place, ...timesOf(jestFile) }];
  }
}

/**
 * When a file's tests ran: by its own record, or by its first and last test when there is
 * none.
 */
export function timesOf({ startTime, endTime, assertionResults }: JestFile): {
  from: number;
  to: number;
} {
  const starts = assertionResults.map(({ startAt }) => startAt ?? startTime);
  return { from: Math.min(startTime, ...starts), to: endTime };
}

/** The name that the nearest jest.config.js above a test file gives its project. */
function projectOf(file: string): string {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const config = join(folder, 'jest.config.js');
    // Known at run time only.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    if (existsSync(config)) return (require(config) as { displayName: string }).displayName;
  }
  throw new Error(`no jest.config.js above ${file}`);
}
