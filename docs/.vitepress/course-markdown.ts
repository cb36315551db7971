// What the course's pages have beyond VitePress's Markdown: claims, the time a chapter takes, a name above each snippet.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MarkdownRenderer } from 'vitepress';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const TICK = /\s*✔ ?$/;

export function courseMarkdown(md: MarkdownRenderer): void {
  claims(md);
  minutes(md);
  snippetNames(md);
}

/** A claim, ✔ `file › title`, becomes one faint line under its sentence: there for who looks for it, in nobody's way. */
function claims(md: MarkdownRenderer): void {
  md.core.ruler.push('claims', ({ tokens }) => {
    for (const { children } of tokens) {
      for (const [index, code] of (children ?? []).entries()) {
        const before = children?.[index - 1];
        if (code.type !== 'code_inline' || before?.type !== 'text') continue;
        if (!TICK.test(before.content)) continue;
        before.content = before.content.replace(TICK, '');
        code.type = 'claim';
      }
    }
  });
  md.renderer.rules['claim'] = (tokens, index) => {
    const [file = '', ...titles] = (tokens[index]?.content ?? '').split(' › ');
    const test = [path.posix.basename(file), ...titles].join(' › ');
    const escape = md.utils.escapeHtml;
    return ` <span class="claim" title="${escape(file)}">✔ ${escape(test)}</span>`;
  };
}

/** The front matter's minutes, under the title. */
function minutes(md: MarkdownRenderer): void {
  md.core.ruler.push('minutes', (state) => {
    const { frontmatter } = state.env as { frontmatter?: { minutes?: number } };
    if (frontmatter?.minutes === undefined) return;
    const title = state.tokens.findIndex(
      ({ type, tag }) => type === 'heading_close' && tag === 'h1',
    );
    const token = new state.Token('html_block', '', 0);
    token.content = `<p class="minutes">about ${Number(frontmatter.minutes)} minutes</p>\n`;
    state.tokens.splice(title + 1, 0, token);
  });
}

/** Above each snippet, the file and the region that it was pulled from. */
function snippetNames(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence;
  if (!fence) throw new Error('VitePress has no rule for fences: snippets cannot be named');
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const block = fence(tokens, index, ...rest);
    // VitePress's snippet rule leaves the file's absolute path and the region on the token.
    const { src } = tokens[index] as { src?: [file: string, region: string] };
    if (src === undefined) return block;
    const name = path.relative(ROOT, src[0]).split(path.sep).join('/');
    return `<p class="snippet">${md.utils.escapeHtml(name)}</p>\n${block}`;
  };
}
