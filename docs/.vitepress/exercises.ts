// The exercises of a chapter, on its page: below the command that begins one, its task
// and its hints, folded. The task is the file that the terminal shows.

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { chapterOf } from './languages/languages.js';
import { wordsOf } from './languages/words.js';
import { readSource, ROOT } from './repository.js';

const COMMAND = /^npm start -- exercise (\d\d)-([a-z0-9-]+)$/;
/** The section in which a chapter lists its exercises, in each language. */
const SECTION = /^Exercises$|\{#exercises\}$/;

interface Env {
  readonly path?: string;
  readonly relativePath?: string;
  readonly cleanUrls?: boolean;
  links?: string[];
}

export function exercises(md: MarkdownRenderer): void {
  md.core.ruler.push('exercises', (state) => {
    const env = state.env as Env;
    const chapter = chapterOf(env.relativePath);
    if (chapter === undefined) return;
    let section = '';
    state.tokens = state.tokens.flatMap((token, index) => {
      if (token.type === 'heading_open' && token.tag === 'h2')
        section = state.tokens[index + 1]?.content ?? '';
      const [, number, name] = COMMAND.exec(token.content.trim()) ?? [];
      const isCommand = token.type === 'fence' && number !== undefined && name !== undefined;
      if (!isCommand || !SECTION.test(section) || !chapter.startsWith(number)) return [token];
      const folder = `packages/${chapter}/exercises/${name}`;
      if (!existsSync(path.join(ROOT, folder, 'task.md'))) return [token];
      const folds = new state.Token('html_block', '', 0);
      folds.content = foldsOf(folder, md, env);
      return [token, folds];
    });
  });
}

function foldsOf(folder: string, md: MarkdownRenderer, env: Env): string {
  const render = (file: string, text: string): string => renderPart(file, text, md, env);
  const words = wordsOf(env.relativePath);
  const task = readSource(`${folder}/task.md`).replace(/^# .*\n/, '');
  const hints = hintsOf(folder).map(({ title, text }) =>
    fold(md.utils.escapeHtml(title), render(`${folder}/hints.md`, text)),
  );
  const all = hints.length === 0 ? '' : fold(words.hints, hints.join(''));
  return fold(words.task, render(`${folder}/task.md`, task)) + all;
}

/** The parts of hints.md: `## Hint 2, stage 4` and what follows. */
function hintsOf(folder: string): { readonly title: string; readonly text: string }[] {
  const file = `${folder}/hints.md`;
  if (!existsSync(path.join(ROOT, file))) return [];
  const [, ...parts] = readSource(file).split(/^## /m);
  return parts.map((part) => {
    const [title = '', ...lines] = part.split('\n');
    return { title, text: lines.join('\n') };
  });
}

function fold(title: string, content: string): string {
  return `<details class="exercise"><summary>${title}</summary>\n${content}</details>\n`;
}

/** Renders a file of an exercise as a part of a page: its headings have no anchors. */
function renderPart(file: string, text: string, md: MarkdownRenderer, env: Env): string {
  const { path, relativePath, cleanUrls } = env;
  const own = { path, relativePath, cleanUrls } as Env;
  const html = md.render(fromPage(text, file, relativePath ?? ''), own);
  env.links = [...(env.links ?? []), ...(own.links ?? [])];
  return html
    .replace(/<a class="header-anchor".*?<\/a>/g, '')
    .replace(/<h2 id="[^"]*"[^>]*>(.*?)<\/h2>/gs, '<h3>$1</h3>');
}

/** Links of the file as the page must write them; to what is no page, the path alone. */
function fromPage(text: string, file: string, page: string): string {
  return text.replace(
    /\[([^\]]*)\]\(([^)#\s:]+)(#[^)\s]*)?\)/g,
    (_, label: string, to: string, anchor = '') => {
      const target = path.posix.join(path.posix.dirname(file), to);
      if (!target.startsWith('docs/')) return `${label} (\`${target}\`)`;
      const here = path.posix.dirname(`docs/${page}`);
      return `[${label}](${path.posix.relative(here, target)}${anchor as string})`;
    },
  );
}
