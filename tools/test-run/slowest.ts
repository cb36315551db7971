// The test files that took longest.

import { relative } from 'node:path';
import { timesOf, type JestResult } from './jest-result';

/** One line per file, slowest first. */
export function slowestFiles(result: JestResult, root: string, atMost = 10): string[] {
  return result.testResults
    .map((file) => {
      const { from, to } = timesOf(file);
      return { name: relative(root, file.name), seconds: (to - from) / 1000 };
    })
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, atMost)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`);
}
