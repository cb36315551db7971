// What the course's pages have beyond VitePress's Markdown: claims, the time a chapter
// takes, a name above each snippet.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MarkdownRenderer } from 'vitepress';
import { describeClaim, type TableTitles } from '../../packages/course/src/pages/claim.js';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const TABLES = JSON.parse(
  readFileSync(path.join(ROOT, 'docs', 'table-titles.json'), 'utf8'),
) as TableTitles;
const TICK = /\s*✔ ?$/;

export function courseMarkdown(md: MarkdownRenderer): void {
  claims(md);
  minutes(md);
  snippetNames(md);
}

/**
 * A claim, ✔ `file › title`, becomes a small mark. The test that it names is a note at
 * the end of its section, which is the next heading.
 */
function claims(md: MarkdownRenderer): void {
  md.core.ruler.push('claims', (state) => {
    const { tokens } = state;
    const chapter = chapterOf(state.env as { relativePath?: string });
    let count = 0;
    let notes = new Map<string, number>();
    const noted: typeof tokens = [];
    const endSection = (): void => {
      if (notes.size > 0) noted.push(html(state, notesHtml(notes, md.utils.escapeHtml)));
      notes = new Map();
    };
    for (const token of tokens) {
      if (token.type === 'heading_open') endSection();
      for (const [index, code] of (token.children ?? []).entries()) {
        const before = token.children?.[index - 1];
        if (code.type !== 'code_inline' || before?.type !== 'text') continue;
        if (!TICK.test(before.content)) continue;
        before.content = before.content.replace(TICK, '');
        const [file = '', ...titles] = code.content.split(' › ');
        const text = describeClaim({ file, titles }, chapter, TABLES);
        const number = notes.get(text) ?? ++count;
        notes.set(text, number);
        code.type = 'claim';
        code.meta = { number, text };
      }
      noted.push(token);
    }
    endSection();
    state.tokens = noted;
  });
  md.renderer.rules['claim'] = (tokens, index) => {
    const { number, text } = tokens[index]?.meta as { number: number; text: string };
    const title = md.utils.escapeHtml(text);
    return `<sup class="claim"><a href="#note-${number}" title="${title}">✔${number}</a></sup>`;
  };
}

function notesHtml(notes: ReadonlyMap<string, number>, escape: (text: string) => string): string {
  const items = [...notes].map(
    ([text, number]) => `<li id="note-${number}"><span>✔${number}</span> ${escape(text)}</li>`,
  );
  return `<ul class="notes">${items.join('')}</ul>\n`;
}

/** `03-codec` for the page of a chapter. */
function chapterOf({ relativePath = '' }: { relativePath?: string }): string | undefined {
  return /^chapters\/(.+)\.md$/.exec(relativePath)?.[1];
}

type State = Parameters<Parameters<MarkdownRenderer['core']['ruler']['push']>[1]>[0];

function html(state: State, content: string): State['tokens'][number] {
  const token = new state.Token('html_block', '', 0);
  token.content = content;
  return token;
}

/** The front matter's minutes, under the title. */
function minutes(md: MarkdownRenderer): void {
  md.core.ruler.push('minutes', (state) => {
    const { frontmatter } = state.env as { frontmatter?: { minutes?: number } };
    if (frontmatter?.minutes === undefined) return;
    const title = state.tokens.findIndex(
      ({ type, tag }) => type === 'heading_close' && tag === 'h1',
    );
    const content = `<p class="minutes">about ${Number(frontmatter.minutes)} minutes</p>\n`;
    state.tokens.splice(title + 1, 0, html(state, content));
  });
}

/** Above each snippet, the file and the region that it was pulled from. */
function snippetNames(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence;
  if (!fence) throw new Error('VitePress has no rule for fences: snippets cannot be named');
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const block = fence(tokens, index, ...rest);
    // VitePress's snippet rule leaves the file's absolute path and the region on the
    // token.
    const { src } = tokens[index] as { src?: [file: string, region: string] };
    if (src === undefined) return block;
    const name = path.relative(ROOT, src[0]).split(path.sep).join('/');
    return `<p class="snippet">${md.utils.escapeHtml(name)}</p>\n${block}`;
  };
}
