// The first use of a term on a chapter's page leads to the glossary. The check applies
// only if a word is certainly meant as the term: if it consists of several words, such as
// "event loop", or if the page links it anywhere.

import { childrenOf, parsePage, siteSlug } from '@bytes-up/course';
import { chapterOf, problemAt, type PageCheck } from './page-file';
import type { Repo } from './repo';

const GLOSSARY = 'docs/glossary.md';

type Token = Parameters<typeof childrenOf>[0];

/** A use of a term in the running text. */
interface Use {
  readonly linked: boolean;
  /** The text around it. */
  readonly text: string;
}

export const checkTerms: PageCheck = (pageFile, repo) => {
  if (chapterOf(pageFile) === undefined) return [];
  return termsOf(repo).flatMap((term) => {
    const uses = usesOf(term, pageFile.page.tokens);
    const [first] = uses;
    const isSure = /[ -]/.test(term) || uses.some(({ linked }) => linked);
    if (first === undefined || first.linked || !isSure) return [];
    const text = first.text.trim().replace(/\s+/g, ' ').slice(0, 60);
    const line = pageFile.page.prose.find((prose) => prose.text === first.text)?.line ?? 1;
    const link = `../glossary.md#${siteSlug(term)}`;
    return [problemAt(pageFile, line, `first use of "${term}" in "${text}": link it to ${link}`)];
  });
};

function termsOf(repo: Repo): string[] {
  return parsePage(repo.read(GLOSSARY) ?? '')
    .headings.filter(({ depth }) => depth === 3)
    .map(({ text }) => text);
}

/** In order. Skips headings, code, and links to other places. */
function usesOf(term: string, tokens: readonly Token[]): Use[] {
  const word = wordOf(term);
  const anchor = `glossary.md#${siteSlug(term)}`;
  const uses: Use[] = [];
  const visit = (token: Token): void => {
    if (token.type === 'heading') return;
    if (token.type === 'link') {
      const { href, text } = token as Token & { href: string; text: string };
      if (href.endsWith(anchor)) uses.push({ linked: true, text });
      return;
    }
    const children = childrenOf(token);
    if (token.type === 'text' && children.length === 0) {
      const { text } = token as Token & { text: string };
      if (word.test(text)) uses.push({ linked: false, text });
    }
    children.forEach(visit);
  };
  tokens.forEach(visit);
  return uses;
}

/** A capital first letter and a plural count; `VARINT` is another name. */
function wordOf(term: string): RegExp {
  const [first = '', ...rest] = term;
  const written = `[${first.toLowerCase()}${first.toUpperCase()}]${rest.join('')}`;
  return new RegExp(`(?<![\\w-])${written}s?(?![\\w-])`);
}
