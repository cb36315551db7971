// What differs between two chapters, as a diff on the page of the later one. `npm run
// pages` writes the block from the two regions that its comment names, and npm test
// checks that it is up to date.

import path from 'node:path';
import { findRegion } from '@bytes-up/course';
import { chapterOf, problemAt, type PageCheck, type PageFile } from './page-file';
import type { Repo } from './repo';

/** `<!-- diff ../../a.ts#serve ../../b.ts#serve -->`, an empty line, and the block. */
const BLOCK = /^<!-- diff (\S+)#(\S+) (\S+)#(\S+) -->\n\n```diff\n([^]*?)```$/gm;

/** Only for chapters: other pages only show the syntax. */
export const checkDiffs: PageCheck = (pageFile, repo) => {
  if (chapterOf(pageFile) === undefined) return [];
  const text = repo.read(pageFile.file) ?? '';
  const fresh = withFreshDiffs(pageFile, repo);
  if (fresh.problems.length > 0) return fresh.problems;
  return fresh.text === text
    ? []
    : [problemAt(pageFile, 1, 'a diff is out of date: npm run pages rewrites it')];
};

/**
 * The page's text with each of its diffs rewritten, and the problems with the regions
 * that they name.
 */
export function withFreshDiffs(
  pageFile: PageFile,
  repo: Repo,
): { text: string; problems: string[] } {
  const problems: string[] = [];
  const text = (repo.read(pageFile.file) ?? '').replaceAll(
    BLOCK,
    (block, fromFile: string, from: string, toFile: string, to: string, old: string) => {
      const region = (file: string, name: string): string[] => {
        const source = path.posix.join(path.posix.dirname(pageFile.file), file);
        const found = findRegion(repo.read(source) ?? '', name);
        if (found === undefined)
          problems.push(problemAt(pageFile, 1, `no region ${source}#${name}`));
        return found?.text.trimEnd().split('\n') ?? [];
      };
      const fresh = diffLines(region(fromFile, from), region(toFile, to)).join('\n');
      return block.replace(`\`\`\`diff\n${old}`, () => `\`\`\`diff\n${fresh}\n`);
    },
  );
  return { text, problems };
}

// #region diff
/**
 * The lines of both, in order: `-` is only in the first, `+` only in the second. As few
 * as possible.
 */
export function diffLines(before: readonly string[], after: readonly string[]): string[] {
  // same[i][j]: the length of the longest common subsequence of before.slice(i) and
  // after.slice(j).
  const same = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  const at = (i: number, j: number): number => same[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = same[i];
      if (row === undefined) continue;
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push(` ${before[i++]}`);
      j++;
    } else if (i < before.length && (j === after.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`-${before[i++]}`);
    } else {
      lines.push(`+${after[j++]}`);
    }
  }
  return lines.map((line) => line.trimEnd());
}
// #endregion diff
