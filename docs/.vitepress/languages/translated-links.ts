// Links of a translated page. They are written as in the original: where the page that
// one leads to is not translated, it leads to the original and says so.

import path from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { isTranslated, languageOf, originalOf } from './languages.js';

/** Behind the text of a link, and of an entry in the list on the left. */
export const IN_ENGLISH = '<span class="in-english" lang="zh-Hans">（英文）</span>';

const PAGE = /^([^:#]+\.md)(#.*)?$/;

export function translatedLinks(md: MarkdownRenderer): void {
  md.core.ruler.push('translated-links', (state) => {
    const page = (state.env as { relativePath?: string }).relativePath ?? '';
    if (languageOf(page) === 'en') return;
    for (const block of state.tokens) {
      let isOriginal = false;
      block.children = (block.children ?? []).flatMap((token) => {
        if (token.type === 'link_open') {
          const href = token.attrGet('href') ?? '';
          const original = originalAddress(page, href);
          isOriginal = original !== undefined;
          if (original !== undefined) {
            token.attrSet('href', original);
            token.attrSet('hreflang', 'en');
          }
        }
        if (token.type !== 'link_close' || !isOriginal) return [token];
        isOriginal = false;
        const note = new state.Token('html_inline', '', 0);
        note.content = IN_ENGLISH;
        return [note, token];
      });
    }
  });
}

/** @returns undefined for a link to a page that is translated, or to no page */
function originalAddress(page: string, href: string): string | undefined {
  const [, written, anchor = ''] = PAGE.exec(href) ?? [];
  if (written === undefined) return undefined;
  const folder = path.posix.dirname(page);
  const target = path.posix.join(folder, written);
  if (languageOf(target) === 'en' || isTranslated(target)) return undefined;
  return path.posix.relative(folder, originalOf(target)) + anchor;
}
