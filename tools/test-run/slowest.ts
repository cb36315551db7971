// The test files that took longest. One whose tests are all skipped has no time of its
// own: jest gives it the time of the whole run.

import { relative } from 'node:path';
import { timesOf, type JestResult, type JestTest } from './jest-result';

/** One line per file, slowest first. */
export function slowestFiles(result: JestResult, root: string, atMost = 10): string[] {
  return result.testResults
    .filter(({ assertionResults: tests }) => tests.length === 0 || tests.some(wasRun))
    .map((file) => {
      const { from, to } = timesOf(file);
      return { name: relative(root, file.name), seconds: (to - from) / 1000 };
    })
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, atMost)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`);
}

const wasRun = ({ status }: JestTest): boolean => status !== 'pending';
