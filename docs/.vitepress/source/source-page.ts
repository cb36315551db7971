// One file of the course as a page of its own: whole, with line numbers, each line with
// an anchor. The pane beside a chapter shows the same page, and without JavaScript a link
// leads to it.

import path from 'node:path';
import {
  createCssVariablesTheme,
  createHighlighter,
  type BundledLanguage,
  type ThemedToken,
} from 'shiki';
import { escapeHtml } from '../escape-html.js';
import { thrift } from '../grammars/thrift.js';
import { changedLines, nameOfFile } from './changes.js';

const THEME = createCssVariablesTheme({ name: 'course', variablePrefix: '--code-' });

/** Of `--code-token-string`, the class of its text. */
const COLOR = /^var\(--code-(token-[\w-]+)\)$/;
const MARK = /^\s*\/\/ #(?:end)?region [\w-]+$/;
const IMPORT = /^(['"])(\.{1,2}\/[\w./-]+|@bytes-up\/[\w-]+(?:\/[\w-]+)?)\1$/;

/** The address of the file that an import names; undefined if it has no page. */
export type LinkTo = (name: string) => string | undefined;

export interface SourceFile {
  /** From the root, with slashes. */
  readonly file: string;
  readonly source: string;
  readonly linkTo: LinkTo;
}

export interface SourcePages {
  /** @param before the file that it can be compared with, which has a page of its own */
  render(file: SourceFile, before?: string): string;
  /** What changed between two files: the lines of both. */
  renderChanges(before: SourceFile, after: SourceFile): string;
}

/** The page with the changes of a file, beside its own page. */
export const CHANGES = '.changes';

export async function sourcePages(): Promise<SourcePages> {
  const highlighter = await createHighlighter({
    themes: [THEME],
    langs: ['typescript', 'json', 'proto', thrift],
  });
  const linesOf = ({ file, source }: SourceFile): readonly (readonly ThemedToken[])[] => {
    const lang = languageOf(file);
    const code = source.replace(/\r\n/g, '\n').trimEnd();
    return lang === undefined
      ? code.split('\n').map((text) => [{ content: text, offset: 0 }])
      : highlighter.codeToTokensBase(code, { lang, theme: THEME });
  };
  return {
    render(file, before) {
      const lines = linesOf(file).map((tokens, index) => {
        return lineHtml(tokens, `id="L${index + 1}"`, file.linkTo);
      });
      const name = path.posix.basename(file.file);
      const since =
        before === undefined
          ? ''
          : `<p><a class="since" href="${name}${CHANGES}.html" data-before="${nameOfFile(before)}">What changed since ${nameOfFile(before)}</a></p>\n`;
      return pageHtml(file.file, file.file, lines, since);
    },
    renderChanges(before, after) {
      const [old, now] = [linesOf(before), linesOf(after)];
      const textOf = (tokens: readonly ThemedToken[]): string =>
        tokens.map(({ content }) => content).join('');
      const lines = changedLines(old.map(textOf), now.map(textOf)).map(({ kind, index }) => {
        const isOld = kind === 'removed';
        const tokens = (isOld ? old : now)[index] ?? [];
        // What a line that is gone imports is not linked: the page is in the other
        // folder.
        const linkTo: LinkTo = isOld ? () => undefined : after.linkTo;
        return lineHtml(tokens, `data-kind="${kind}"`, linkTo);
      });
      const name = path.posix.basename(after.file);
      const back =
        `<p>+ is only in <a href="${name}.html">${nameOfFile(after.file)}</a>, ` +
        `− only in ${nameOfFile(before.file)}.</p>\n`;
      const title = `${after.file}, what changed since ${nameOfFile(before.file)}`;
      return pageHtml(after.file, title, lines, back);
    },
  };
}

/** A language that is loaded above. Shiki's type knows only those that come with it. */
function languageOf(file: string): BundledLanguage | undefined {
  switch (path.extname(file)) {
    case '.ts':
      return 'typescript';
    case '.json':
      return 'json';
    case '.proto':
      return 'proto';
    case '.thrift':
      return 'thrift' as BundledLanguage;
  }
  return undefined;
}

function lineHtml(tokens: readonly ThemedToken[], attribute: string, linkTo: LinkTo): string {
  const text = tokens.map(({ content }) => content).join('');
  const isImport = /^(?:import|export|\} from)\b/.test(text);
  const parts = tokens.map(({ content, color }) => {
    const name = isImport ? IMPORT.exec(content)?.[2] : undefined;
    const href = name === undefined ? undefined : linkTo(name);
    const inner =
      href === undefined
        ? escapeHtml(content)
        : `<a href="${escapeHtml(href)}" target="_self">${escapeHtml(content)}</a>`;
    const kind = COLOR.exec(color ?? '')?.[1];
    return kind === undefined ? inner : `<span class="${kind}">${inner}</span>`;
  });
  const kinds = MARK.test(text) ? 'line mark' : 'line';
  return `<span class="${kinds}" ${attribute}>${parts.join('')}\n</span>`;
}

function pageHtml(file: string, title: string, lines: readonly string[], above: string): string {
  const name = escapeHtml(title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${name} | Bytes Up</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${'../'.repeat(file.split('/').length)}source.css">
</head>
<body>
<main>
<h1>${name}</h1>
${above}<pre class="source" tabindex="0"><code>${lines.join('')}</code></pre>
</main>
</body>
</html>
`;
}
