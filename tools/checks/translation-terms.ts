// A translated page calls a thing what the translated glossary calls it: the text of a
// link to a term has the term in it.

import { parsePage } from '@bytes-up/course';
import { originalOf, problemAt, type PageCheck } from './page-file';

const GLOSSARY = 'docs/zh/glossary.md';
/** A heading has the term and then the original's: `帧 frame`. */
const TERM = /^[^\s\w]+/u;

export const checkTranslatedTerms: PageCheck = (pageFile, repo) => {
  if (originalOf(pageFile.file) === undefined) return [];
  const terms = new Map(
    parsePage(repo.read(GLOSSARY) ?? '').headings.map(({ anchor, text }) => {
      return [anchor, TERM.exec(text)?.[0] ?? text];
    }),
  );
  return pageFile.page.links.flatMap(({ href, text, line }) => {
    const [file = '', anchor = ''] = href.split('#');
    const isTerm = file.endsWith('glossary.md') || (file === '' && pageFile.file === GLOSSARY);
    const term = isTerm ? terms.get(anchor) : undefined;
    if (term === undefined || text.includes(term)) return [];
    return [problemAt(pageFile, line, `"${text}" leads to ${href}, which is called "${term}"`)];
  });
};
