// A chapter's page has a complete front matter and the same sections in the same order as
// every other.

import { CHAPTERS, twoDigits } from '@bytes-up/course';
import { chapterOf, problemAt, type PageCheck } from './page-file';

export const SECTIONS = [
  'What you will build',
  'The idea',
  'The code',
  'Run it',
  'What can go wrong',
  'What the booklet got wrong',
  'What this leaves out',
  'Questions people ask',
  'Exercises',
];

export const checkFrontMatter: PageCheck = (pageFile, repo) => {
  const folder = chapterOf(pageFile);
  if (folder === undefined) return [];
  const chapter = CHAPTERS.find((known) => known.folder === folder);
  if (!chapter) return [problemAt(pageFile, 1, `no chapter has the folder ${folder}`)];
  const { frontMatter, headings } = pageFile.page;
  const expected = {
    chapter: twoDigits(chapter.number),
    title: chapter.title,
  };
  const problems = Object.entries(expected).flatMap(([name, value]) => {
    const found = frontMatter.get(name);
    if (found === value) return [];
    return [`${name} must be "${value}", as in the course's list, and is ${quote(found)}`];
  });
  const minutes = frontMatter.get('minutes');
  if (!/^[1-9]\d{0,2}$/.test(minutes ?? '')) {
    problems.push(`minutes must be a whole number from 1 to 999 and is ${quote(minutes)}`);
  }
  const central = frontMatter.get('central');
  if (central !== undefined && !repo.exists(`packages/${folder}/${central}`)) {
    problems.push(`central must be a file of packages/${folder} and is ${quote(central)}`);
  }
  const tops = headings.filter(({ depth }) => depth === 1);
  if (tops.length !== 1 || tops[0]?.text !== chapter.title) {
    problems.push(`the page must have one heading of the first level, "# ${chapter.title}"`);
  }
  return problems.map((what) => problemAt(pageFile, 1, what));
};

export const checkSections: PageCheck = (pageFile) => {
  if (chapterOf(pageFile) === undefined) return [];
  const sections = pageFile.page.headings.filter(({ depth }) => depth === 2);
  for (const [index, expected] of SECTIONS.entries()) {
    const found = sections[index];
    if (found?.text === expected) continue;
    const line = found?.line ?? 1;
    return [problemAt(pageFile, line, `expected "## ${expected}" here, got ${quote(found?.text)}`)];
  }
  const extra = sections[SECTIONS.length];
  return extra
    ? [problemAt(pageFile, extra.line, `"## ${extra.text}" is one section too many`)]
    : [];
};

function quote(text: string | undefined): string {
  return text === undefined ? 'missing' : `"${text}"`;
}
