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

const THEME = createCssVariablesTheme({ name: 'course', variablePrefix: '--code-' });

/** Of `--code-token-string`, the class of its text. */
const COLOR = /^var\(--code-(token-[\w-]+)\)$/;
const MARK = /^\s*\/\/ #(?:end)?region [\w-]+$/;
const IMPORT = /^(['"])(\.{1,2}\/[\w./-]+|@bytes-up\/[\w-]+(?:\/[\w-]+)?)\1$/;

export interface SourcePages {
  /**
   * @param linkTo the address of the file that an import names, from this one; undefined
   *   if it has no page
   */
  render(file: string, source: string, linkTo: (name: string) => string | undefined): string;
}

export async function sourcePages(): Promise<SourcePages> {
  const highlighter = await createHighlighter({
    themes: [THEME],
    langs: ['typescript', 'json', 'proto', thrift],
  });
  return {
    render(file, source, linkTo) {
      const lang = languageOf(file);
      const code = source.replace(/\r\n/g, '\n').trimEnd();
      const lines =
        lang === undefined
          ? code.split('\n').map((text) => [{ content: text, offset: 0 }])
          : highlighter.codeToTokensBase(code, { lang, theme: THEME });
      return pageHtml(
        file,
        lines.map((tokens, index) => lineHtml(tokens, index + 1, linkTo)),
      );
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

function lineHtml(
  tokens: readonly ThemedToken[],
  number: number,
  linkTo: (name: string) => string | undefined,
): string {
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
  return `<span class="${kinds}" id="L${number}">${parts.join('')}\n</span>`;
}

function pageHtml(file: string, lines: readonly string[]): string {
  const name = escapeHtml(file);
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
<pre class="source" tabindex="0"><code>${lines.join('')}</code></pre>
</main>
</body>
</html>
`;
}
