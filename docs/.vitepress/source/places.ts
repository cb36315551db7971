// Places in the source that pages lead to: the lines of a snippet's region, and those of
// the test that a claim names.

import { findRegion, wholeFile } from '../../../packages/course/src/pages/region.js';
import { findTests } from '../../../tools/checks/test-titles.js';
import { readSource } from '../repository.js';

/** Lines of a file, from 1, both inclusive. */
export interface Place {
  /** From the repository's root, with slashes. */
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/** @param region of the file; the whole file if empty */
export function placeOfSnippet(file: string, region: string): Place {
  const source = readSource(file);
  const lines = region === '' ? wholeFile(source) : findRegion(source, region);
  if (lines === undefined) throw new Error(`${file} has no region ${region}`);
  return { file, from: lines.line, to: lines.lastLine };
}

/** @returns undefined for a test that is not there, which the page's checks report */
export function placeOfTest(file: string, titles: readonly string[]): Place | undefined {
  const test = findTests(readSource(file)).find(
    (found) => found.titles.slice(-titles.length).join('\n') === titles.join('\n'),
  );
  return test && { file, from: test.from, to: test.to };
}
