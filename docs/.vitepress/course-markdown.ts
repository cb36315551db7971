// What the course's pages have beyond VitePress's Markdown: claims that lead to their
// tests, the time a chapter takes, snippets that lead to their source.

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { describeClaim, type TableTitles } from '../../packages/course/src/pages/claim.js';
import { drawings } from './drawing.js';
import { exercises } from './exercises.js';
import { inspectorLinks } from './inspector-links.js';
import { chapterOf } from './languages/languages.js';
import { translatedLinks } from './languages/translated-links.js';
import { wordsOf, type Words } from './languages/words.js';
import { plots } from './plots.js';
import { fromRoot, readSource, ROOT } from './repository.js';
import { runs } from './runs.js';
import { placeOfSnippet, placeOfTest, type Place } from './source/places.js';
import { sourceHref } from './source/source-files.js';
import { tables } from './tables.js';

const TABLES = JSON.parse(readSource('docs/table-titles.json')) as TableTitles;
const TICK = /\s*✔ ?$/;

export function courseMarkdown(md: MarkdownRenderer): void {
  claims(md);
  minutes(md);
  snippets(md);
  exercises(md);
  drawings(md);
  runs(md);
  plots(md);
  inspectorLinks(md);
  tables(md);
  translatedLinks(md);
}

/** A note at the end of a section: the test behind one claim or several. */
interface Note {
  readonly number: number;
  readonly text: string;
  readonly place: Place | undefined;
}

/**
 * A claim, ✔ `file › title`, becomes a small mark. The test that it names is a note at
 * the end of its section, which is the next heading.
 */
function claims(md: MarkdownRenderer): void {
  md.core.ruler.push('claims', (state) => {
    const { tokens } = state;
    const env = state.env as Env;
    const chapter = chapterOf(env.relativePath);
    let count = 0;
    let notes = new Map<string, Note>();
    const noted: typeof tokens = [];
    const endSection = (): void => {
      if (notes.size > 0) noted.push(html(state, notesHtml([...notes.values()], env, md)));
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
        const path = testFile(file, chapter);
        const place = path === undefined ? undefined : placeOfTest(path, titles);
        const note = notes.get(text) ?? { number: ++count, text, place };
        notes.set(text, note);
        code.type = 'claim';
        code.meta = note;
      }
      noted.push(token);
    }
    endSection();
    state.tokens = noted;
  });
  md.renderer.rules['claim'] = (tokens, index) => {
    const { number, text } = tokens[index]!.meta as Note;
    const title = md.utils.escapeHtml(text);
    return `<sup class="claim"><a href="#note-${number}" target="_self" title="${title}">✔${number}</a></sup>`;
  };
}

/** A claim's path starts at the root, or in the chapter's folder. */
function testFile(file: string, chapter: string | undefined): string | undefined {
  const places = [file, ...(chapter === undefined ? [] : [`packages/${chapter}/${file}`])];
  return places.find((place) => existsSync(path.join(ROOT, place)));
}

function notesHtml(notes: readonly Note[], env: Env, md: MarkdownRenderer): string {
  const items = notes.map(({ number, text, place }) => {
    const name = md.utils.escapeHtml(text);
    const link = place === undefined ? name : sourceLink(place, name, env);
    return `<li id="note-${number}"><span>✔${number}</span> ${link}</li>`;
  });
  return `<ul class="notes">${items.join('')}</ul>\n`;
}

/**
 * A link to lines of a source file. The pane (theme/pane) shows them beside the text; the
 * link itself leads to the file's own page.
 */
function sourceLink({ file, from, to }: Place, inner: string, env: Env): string {
  const href = sourceHref(env.relativePath ?? '', file, from);
  return `<a class="source" href="${href}" target="_self" data-to="${to}">${inner}</a>`;
}

/** What VitePress says of the page. */
interface Env {
  readonly relativePath?: string;
  readonly frontmatter?: { readonly minutes?: number; readonly chapter?: string };
}

type State = Parameters<Parameters<MarkdownRenderer['core']['ruler']['push']>[1]>[0];

function html(state: State, content: string): State['tokens'][number] {
  const token = new state.Token('html_block', '', 0);
  token.content = content;
  return token;
}

/** The front matter's chapter and minutes, under the title. */
function minutes(md: MarkdownRenderer): void {
  md.core.ruler.push('minutes', (state) => {
    const { frontmatter, relativePath } = state.env as Env;
    if (frontmatter?.minutes === undefined) return;
    const title = state.tokens.findIndex(
      ({ type, tag }) => type === 'heading_close' && tag === 'h1',
    );
    const text = wordsOf(relativePath).minutes(frontmatter.chapter, Number(frontmatter.minutes));
    state.tokens.splice(title + 1, 0, html(state, `<p class="minutes">${text}</p>\n`));
  });
}

const DIFF = /^<!-- diff (\S+)#([\w-]+) (\S+)#([\w-]+) -->/;

/**
 * Above each snippet, the file and the lines that it was pulled from; above a difference
 * of two, both.
 */
function snippets(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence;
  if (!fence) throw new Error('VitePress has no rule for fences: snippets cannot be named');
  md.renderer.rules.fence = (tokens, index, options, env: Env & { path?: string }, ...rest) => {
    const block = fence(tokens, index, options, env, ...rest);
    const words = wordsOf(env.relativePath);
    const label = ({ file, from, to }: Place): string => {
      const name = md.utils.escapeHtml(file.replace(/^packages\//, ''));
      return `${name}<span>${words.lines(from, to)}</span>`;
    };
    // VitePress's snippet rule leaves the file's absolute path and the region on the
    // token.
    const { src } = tokens[index] as { src?: [file: string, region: string] };
    if (src !== undefined) {
      const place = placeOfSnippet(fromRoot(src[0]), src[1]);
      return snippetHtml([sourceLink(place, label(place), env)], block, words);
    }
    const [, ...diff] = DIFF.exec(tokens[index - 1]?.content ?? '') ?? [];
    const [before, beforeRegion, after, afterRegion] = diff;
    if (before === undefined || after === undefined || env.path === undefined) return block;
    const folder = path.dirname(env.path);
    const links = [
      placeOfSnippet(fromRoot(path.resolve(folder, after)), afterRegion ?? ''),
      placeOfSnippet(fromRoot(path.resolve(folder, before)), beforeRegion ?? ''),
    ].map((place) => sourceLink(place, label(place), env));
    return snippetHtml(links, block, words);
  };
}

/** A snippet folds where the pane shows its file beside it. A difference is only here. */
function snippetHtml(links: readonly string[], block: string, words: Words): string {
  const [first = '', before] = links;
  if (before !== undefined) {
    const name = `<p class="snippet">${words.against(first, before)}</p>`;
    return `<div class="from-source">\n${name}\n${block}</div>\n`;
  }
  const button = `<button type="button" class="unfold" aria-expanded="false" data-other="${words.fold}">${words.show}</button>`;
  const name = `<p class="snippet">${first}${button}</p>`;
  return `<div class="from-source folds">\n${name}\n${block}</div>\n`;
}
