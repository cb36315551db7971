// A page in its sections, and what each of them consists of, to compare a translation
// with its original.

import path from 'node:path';
import { ANCHOR, childrenOf, parsePage } from '@bytes-up/course';

type Token = Parameters<typeof childrenOf>[0];

export interface Section {
  /** 1-based line of its heading. */
  readonly line: number;
  /** Of its heading; 0 for what stands before the first one. */
  readonly depth: number;
  readonly title: string;
  readonly tokens: readonly Token[];
}

/** A section in its order, without where it stands. */
export interface Parts {
  /**
   * `paragraph`, `list of 3`, `table 4×3`, `<div class="terminal">`, `<!-- mark -->` …
   */
  readonly blocks: readonly string[];
  /** `packages/03-codec/src/varint.ts#encode` */
  readonly snippets: readonly string[];
  readonly claims: readonly string[];
  /** The language, a line break, the text. */
  readonly code: readonly string[];
  /** As written. */
  readonly links: readonly string[];
  /** Each once. */
  readonly inlineCode: readonly string[];
  /** Each paragraph as written. */
  readonly paragraphs: readonly string[];
  /** What one reads as sentences, headings too. */
  readonly prose: string;
}

export function sectionsOf(text: string): {
  readonly frontMatter: ReadonlyMap<string, string>;
  readonly sections: readonly Section[];
} {
  const { frontMatter, tokens, headings } = parsePage(text);
  const sections: (Section & { tokens: Token[] })[] = [
    { line: 1, depth: 0, title: '', tokens: [] },
  ];
  for (const token of tokens) {
    if (token.type === 'heading') {
      const { line = 1, depth = 1, text: title = '' } = headings[sections.length - 1] ?? {};
      sections.push({ line, depth, title, tokens: [] });
    }
    sections.at(-1)?.tokens.push(token);
  }
  return { frontMatter, sections };
}

/** @param file of the page, which its paths start at */
export function partsOf({ tokens }: Section, file: string): Parts {
  const collected = {
    blocks: [] as string[],
    snippets: [] as string[],
    claims: [] as string[],
    code: [] as string[],
    links: [] as string[],
    inlineCode: [] as string[],
    paragraphs: [] as string[],
    prose: '',
  };
  const fromRoot = (written: string): string => path.posix.join(path.posix.dirname(file), written);
  const visit = (token: Token, isBlock: boolean): void => {
    const of = token as Token & Record<string, unknown>;
    const text = (name: string): string => String(of[name] ?? '');
    if (isBlock && token.type !== 'space') collected.blocks.push(blockOf(token, fromRoot));
    switch (token.type) {
      case 'snippet':
        collected.snippets.push(`${fromRoot(text('path'))}#${text('region')}`);
        break;
      case 'claim':
        collected.claims.push([of['file'], ...(of['titles'] as string[])].join(' › '));
        break;
      case 'code':
        collected.code.push(`${text('lang')}\n${text('text')}`);
        break;
      case 'codespan':
        if (!collected.inlineCode.includes(text('text'))) collected.inlineCode.push(text('text'));
        break;
      case 'link':
      case 'image':
        collected.links.push(text('href'));
        break;
      case 'paragraph':
        collected.paragraphs.push(token.raw.trim());
        break;
      case 'text':
      case 'escape':
        if (childrenOf(token).length === 0)
          collected.prose += ` ${text('text').replace(ANCHOR, '')}`;
        break;
      case 'container':
        collected.prose += ` ${text('title')}`;
        break;
    }
    for (const child of childrenOf(token)) visit(child, token.type === 'container');
  };
  for (const token of tokens) visit(token, true);
  return collected;
}

/** What a block is, without its words. */
function blockOf(token: Token, fromRoot: (written: string) => string): string {
  const of = token as Token & Record<string, unknown>;
  switch (token.type) {
    case 'list':
      return `list of ${childrenOf(token).length}`;
    case 'table': {
      const rows = of['rows'] as readonly unknown[];
      return `table ${rows.length}×${(of['header'] as readonly unknown[]).length}`;
    }
    case 'heading':
      return `heading of level ${String(of['depth'])}`;
    case 'container':
      return `container ${String(of['kind'])}`;
    case 'html':
      return htmlOf(token.raw, fromRoot);
    default:
      return token.type;
  }
}

/** Tags and marks. What they say to a reader is prose. */
function htmlOf(raw: string, fromRoot: (written: string) => string): string {
  const mark = /^<!-- (.*?) -->/s.exec(raw.trim())?.[1];
  if (mark?.startsWith('drawing: ')) return '<!-- drawing -->';
  if (mark !== undefined)
    return `<!-- ${mark.replace(/(?<= )\.[^ ]+/g, (written) => fromRoot(written))} -->`;
  const tags = [...raw.matchAll(/<[^>]+>/g)].map(([tag]) => tag);
  return tags.join('').replace(/(title|alt|aria-label)="[^"]*"/g, '$1');
}
