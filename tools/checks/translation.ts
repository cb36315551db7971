// A translated page, docs/zh/glossary.md, is its original in other words: the same
// sections with the same anchors, and in each of them the same code, claims, links and
// numbers. Only the prose is its own. translated-text.ts rewrites the rest.

import { siteSlug } from '@bytes-up/course';
import { anchorsOf } from './links';
import { originalOf, problemAt, type PageCheck } from './page-file';
import { sameCode } from './translated-text';
import { missingNumbers, strangeNumbers } from './translation-numbers';
import { partsOf, sectionsOf, type Parts, type Section } from './translation-parts';

/** What a translation has words of its own for. */
const TRANSLATED = new Set(['title', 'titleTemplate', 'description']);

export const checkTranslation: PageCheck = (pageFile, repo) => {
  const name = originalOf(pageFile.file);
  if (name === undefined) return [];
  const text = repo.read(name);
  if (text === undefined) return [problemAt(pageFile, 1, `translates ${name}, which is not there`)];
  const own = sectionsOf(repo.read(pageFile.file) ?? '');
  const theirs = sectionsOf(text);
  const problem = (section: Section | undefined, what: string): string =>
    problemAt(pageFile, section?.line ?? 1, what);
  const problems = differenceOfFrontMatter(own.frontMatter, theirs.frontMatter);
  const anchors = [...anchorsOf(repo.read(pageFile.file) ?? '', siteSlug)];
  const expected = [...anchorsOf(text, siteSlug)];
  for (const [index, section] of theirs.sections.entries()) {
    const mine = own.sections[index];
    const { depth, title } = section;
    const heading = `${'#'.repeat(depth)} … {#${expected[index - 1]}}`;
    if (mine?.depth !== depth || anchors[index - 1] !== expected[index - 1])
      return [problem(mine, `expected "${heading}" here, as a heading for "${title}"`)];
    const differences = differencesOf(partsOf(mine, pageFile.file), partsOf(section, name));
    problems.push(...differences.map((what) => problem(mine, what)));
  }
  const extra = own.sections[theirs.sections.length];
  if (extra !== undefined) problems.push(problem(extra, 'a heading more than the original has'));
  return problems;
};

function differenceOfFrontMatter(
  own: ReadonlyMap<string, string>,
  theirs: ReadonlyMap<string, string>,
): string[] {
  const names = new Set([...own.keys(), ...theirs.keys()]);
  return [...names].flatMap((name) => {
    const [mine, expected] = [own.get(name), theirs.get(name)];
    const isRight = TRANSLATED.has(name)
      ? (mine === undefined) === (expected === undefined)
      : mine === expected;
    return isRight
      ? []
      : [`front matter: ${name} is ${quote(mine)}, in the original ${quote(expected)}`];
  });
}

/** Each difference of two sections, as a sentence. */
function differencesOf(own: Parts, theirs: Parts): string[] {
  const strange = own.inlineCode.filter((code) => !theirs.inlineCode.includes(code));
  const lost = theirs.inlineCode.filter((code) => !own.inlineCode.includes(code));
  return [
    ...firstDifference('block', own.blocks, theirs.blocks),
    ...firstDifference('snippet', own.snippets, theirs.snippets),
    ...firstDifference('claim', own.claims, theirs.claims),
    ...firstDifference('code', own.code, theirs.code, sameCode),
    ...firstDifference('link', own.links.toSorted(), theirs.links.toSorted()),
    ...strange.map((code) => `\`${code}\` is not in the original`),
    ...lost.map((code) => `\`${code}\` is missing`),
    ...missingNumbers(own.prose, theirs.prose).map((number) => `the number ${number} is missing`),
    ...strangeNumbers(own.prose, theirs.prose).map((number) => `${number} is not in the original`),
    ...own.paragraphs
      .filter((text) => theirs.paragraphs.includes(text) && isEnglish(text))
      .map((text) => `not translated: ${quote(text.slice(0, 60))}`),
  ];
}

function isEnglish(text: string): boolean {
  return (text.replace(/`[^`]*`/g, '').match(/[a-z]{2,}/g) ?? []).length >= 4;
}

function firstDifference(
  kind: string,
  own: readonly string[],
  theirs: readonly string[],
  isSame = (a: string, b: string): boolean => a === b,
): string[] {
  const count = Math.max(own.length, theirs.length);
  for (let index = 0; index < count; index += 1) {
    const [mine, expected] = [own[index], theirs[index]];
    if (mine !== undefined && expected !== undefined && isSame(mine, expected)) continue;
    return [`${kind} ${index + 1} is ${quote(mine)}, in the original ${quote(expected)}`];
  }
  return [];
}

function quote(text: string | undefined): string {
  return text === undefined ? 'missing' : JSON.stringify(text);
}
