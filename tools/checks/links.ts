// Every link inside the repository works: the file exists, and so does the heading after
// the `#`. A translated page writes its links as its original does, and what is not
// translated leads to the original.

import path from 'node:path';
import { gitHubSlug, parsePage, siteSlug } from '@bytes-up/course';
import { originalOf, problemAt, type PageCheck } from './page-file';

export const checkLinks: PageCheck = (pageFile, repo) => {
  const onSite = pageFile.file.startsWith('docs/');
  return pageFile.page.links.flatMap(({ href, line }) => {
    if (/^[a-z][a-z+.-]*:/i.test(href)) return []; // https:, mailto:
    const problem = (what: string): string[] => [problemAt(pageFile, line, `${href}: ${what}`)];
    const [written = '', anchor] = decodeURI(href).split('#');
    const asked =
      written === ''
        ? pageFile.file
        : path.posix.join(path.posix.dirname(pageFile.file), written).replace(/\/$/, '');
    const target = repo.exists(asked) ? asked : (originalOf(asked) ?? asked);
    if (onSite && !target.startsWith('docs/'))
      return problem('leaves docs/, which is all the site has');
    if (!repo.exists(target)) return problem(`no file ${target}`);
    if (anchor === undefined) return [];
    const text = repo.read(target);
    if (!target.endsWith('.md') || text === undefined) return problem('only pages have headings');
    const anchors = anchorsOf(text, target.startsWith('docs/') ? siteSlug : gitHubSlug);
    return anchors.has(anchor) ? [] : problem(`no heading #${anchor} in ${target}`);
  });
};

/** The anchors of all headings; a repeated heading gets `-1`, `-2` … appended. */
export function anchorsOf(text: string, slug: (heading: string) => string): Set<string> {
  const anchors = new Set<string>();
  for (const heading of parsePage(text).headings) {
    const base = heading.anchor ?? slug(heading.text);
    let anchor = base;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${base}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}
