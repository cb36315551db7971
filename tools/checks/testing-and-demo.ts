// The two folders beside a chapter's source. `testing/` holds fixtures and the seam to
// what is judged: only tests import it. `demo/` and `demo.ts` are what the demo shows.
// Neither imports the other, so what a reader runs never depends on test code.

import path from 'node:path';
import { importsOf } from './imports';
import type { Repo } from './repo';

/** Every import between the two, as `file:line: what is wrong`. */
export function checkTestingAndDemo(repo: Repo): string[] {
  return repo
    .find(/^packages\/.*\.(?:ts|mts|cts)$/)
    .flatMap((file) =>
      importsOf(repo.read(file) ?? '').flatMap(({ specifier, line }) =>
        problemsOf(file, specifier).map((what) => `${file}:${line}: ${what}`),
      ),
    );
}

function problemsOf(file: string, specifier: string): string[] {
  if (!specifier.startsWith('.')) return []; // other packages: boundaries.ts
  const target = path.posix.join(path.posix.dirname(file), specifier);
  if (isTesting(target) && !isTesting(file) && !isTest(file)) {
    return [`${specifier} is for tests: only tests and testing/ may import it`];
  }
  if (isDemo(target) && isTesting(file)) {
    return [`${specifier} belongs to the demo: testing/ may not import it`];
  }
  return [];
}

function isTest(file: string): boolean {
  return /\.(?:test|soak)\.ts$/.test(file);
}

function isTesting(file: string): boolean {
  return file.includes('/testing/');
}

/** @param file with or without its extension */
function isDemo(file: string): boolean {
  return /\/demo(?:\/|(?:\.ts)?$)/.test(file);
}
