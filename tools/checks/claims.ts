// A sentence that is marked ✔ names the test that proves it. The test must be there, and
// must run.

import { chapterOf, problemAt, type PageCheck, type PageFile } from './page-file';
import type { Repo } from './repo';
import { testTitles } from './test-titles';

const FORM = '`file › title of a test`';

export const checkClaims: PageCheck = (pageFile, repo) => [
  ...pageFile.page.prose
    .filter(({ text }) => chapterOf(pageFile) !== undefined && text.includes('✔'))
    .map(({ line }) => problemAt(pageFile, line, `✔ must be followed by ${FORM}`)),
  ...pageFile.page.claims.flatMap(({ file, titles, line }) => {
    const problem = (what: string): string[] => [problemAt(pageFile, line, what)];
    if (titles.length === 0) return problem(`✔ ${file}: expected ${FORM}`);
    const found = findTestFile(pageFile, file, repo);
    if (found === undefined) return problem(`✔ ${file}: no such test file`);
    const isThere = testTitles(repo.read(found) ?? '').some(
      (path) => path.slice(-titles.length).join('\n') === titles.join('\n'),
    );
    return isThere ? [] : problem(`✔ ${file}: no test "${titles.join(' › ')}"`);
  }),
];

/** A path from the repository's root, or from the chapter's own package. */
export function findTestFile(pageFile: PageFile, file: string, repo: Repo): string | undefined {
  const chapter = chapterOf(pageFile);
  const places = [file, ...(chapter === undefined ? [] : [`packages/${chapter}/${file}`])];
  return places.find(
    (place) => /\.(?:test|soak)\.ts$/.test(place) && repo.read(place) !== undefined,
  );
}
