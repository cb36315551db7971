// A parsed page, for the checks and for the terminal: front matter, headings, links,
// snippets, code, claims, prose.

import type { Token, Tokens } from 'marked';
import { splitFrontMatter } from './front-matter';
import { childrenOf, lexMarkdown, type ClaimToken, type SnippetToken } from './markdown';

interface At {
  /** 1-based line of the page's file. */
  readonly line: number;
}
export interface Heading extends At {
  readonly depth: number;
  readonly text: string;
  /** From `## 帧 {#frame}`, as translated pages have it; otherwise the text makes it. */
  readonly anchor: string | undefined;
}
export interface Link extends At {
  readonly href: string;
  readonly text: string;
}
export interface Snippet extends At {
  readonly path: string;
  readonly region: string | undefined;
}
export interface Claim extends At {
  readonly file: string;
  readonly titles: readonly string[];
}
export interface CodeBlock extends At {
  /** The word after the fence, such as `sh`; empty for none. */
  readonly lang: string;
  readonly text: string;
}
/** Text that one reads as sentences: no code, no claims. */
export interface Prose extends At {
  readonly text: string;
}

export interface Page {
  readonly frontMatter: ReadonlyMap<string, string>;
  readonly tokens: readonly Token[];
  readonly headings: readonly Heading[];
  readonly links: readonly Link[];
  readonly snippets: readonly Snippet[];
  readonly claims: readonly Claim[];
  readonly code: readonly CodeBlock[];
  readonly prose: readonly Prose[];
}

/** A heading's own anchor, which VitePress reads. */
export const ANCHOR = / *\{#([\w-]+)\}$/;

export function parsePage(source: string): Page {
  const { values, body, lines } = splitFrontMatter(source);
  const tokens = lexMarkdown(body);
  const page = {
    frontMatter: values,
    tokens,
    headings: [] as Heading[],
    links: [] as Link[],
    snippets: [] as Snippet[],
    claims: [] as Claim[],
    code: [] as CodeBlock[],
    prose: [] as Prose[],
  };
  let line = lines + 1;
  for (const block of tokens) {
    collect(block, new LineFinder(block.raw, line));
    line += countLines(block.raw);
  }
  return page;

  function collect(token: Token, at: LineFinder): void {
    const place = { line: at.lineOf(token.raw) };
    switch (token.type) {
      case 'heading': {
        const { depth } = token as Tokens.Heading;
        const text = plain(token);
        const anchor = ANCHOR.exec(text)?.[1];
        page.headings.push({ ...place, depth, text: text.replace(ANCHOR, ''), anchor });
        break;
      }
      case 'link':
      case 'image':
        page.links.push({ ...place, href: (token as Tokens.Link).href, text: plain(token) });
        break;
      case 'snippet': {
        const { path, region } = token as SnippetToken;
        page.snippets.push({ ...place, path, region });
        break;
      }
      case 'claim': {
        const { file, titles } = token as ClaimToken;
        page.claims.push({ ...place, file, titles });
        break;
      }
      case 'code': {
        const { lang, text } = token as Tokens.Code;
        page.code.push({ ...place, lang: lang?.split(/[\s{[:]/)[0] ?? '', text });
        break;
      }
      case 'text':
      case 'escape':
        if (childrenOf(token).length === 0) {
          page.prose.push({ ...place, text: (token as Tokens.Text).text });
        }
        break;
    }
    for (const child of childrenOf(token)) collect(child, at);
  }
}

/** The text of a token as a reader sees it, without marks. */
export function plain(token: Token): string {
  const children = childrenOf(token);
  if (children.length > 0) return children.map(plain).join('');
  return 'text' in token ? String(token.text) : '';
}

/**
 * Finds the lines of a block's parts, which marked does not report. Parts come in order,
 * so each search continues from the last.
 */
class LineFinder {
  private from = 0;

  constructor(
    private readonly raw: string,
    private readonly firstLine: number,
  ) {}

  lineOf(part: string): number {
    const [firstLineOfPart = ''] = part.trimStart().split('\n');
    const found = this.raw.indexOf(firstLineOfPart, this.from);
    if (found >= 0) this.from = found;
    return this.firstLine + countLines(this.raw.slice(0, this.from));
  }
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}
