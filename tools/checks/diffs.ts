// What differs between two chapters, as a diff on the page of the later one. `npm run
// pages` writes the block from the two regions that its comment names, and npm test
// checks that it is up to date.

import path from 'node:path';
import { findRegion } from '@bytes-up/course';
import { diffLines } from './diff-lines';
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
