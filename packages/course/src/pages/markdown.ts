// The pages' Markdown: marked's, with three extensions. A snippet pulls source in, a
// claim names the test that proves a sentence, a container (VitePress's) sets a remark
// apart.

import { Marked, type Token, type TokenizerAndRendererExtension, type Tokens } from 'marked';

/** `<<< ../../packages/03-codec/src/other-ways/varint.ts#encode`, alone on its line. */
export interface SnippetToken {
  type: 'snippet';
  raw: string;
  /** As written, relative to the page. */
  path: string;
  /** Undefined for the whole file. */
  region: string | undefined;
}

/** ✔ `src/other-ways/varint.test.ts › 300 is AC 02` */
export interface ClaimToken {
  type: 'claim';
  raw: string;
  file: string;
  /**
   * The test's title, after those of the describe blocks around it if the page names
   * them.
   */
  titles: string[];
  /** The number of its note on the page, from 1; 0 until notes.ts has given it one. */
  number: number;
}

/** The notes of a section, which notes.ts adds after it. */
export interface NotesToken {
  type: 'notes';
  raw: '';
  claims: ClaimToken[];
}

/** `::: tip Title` … `:::` */
export interface ContainerToken {
  type: 'container';
  raw: string;
  /** `tip`, `details`. */
  kind: string;
  title: string;
  tokens: Token[];
}

export type PageToken = SnippetToken | ClaimToken | ContainerToken;

const snippet: TokenizerAndRendererExtension = {
  name: 'snippet',
  level: 'block',
  start: (text) => /^<<< /m.exec(text)?.index,
  tokenizer(text): SnippetToken | undefined {
    const found =
      /^<<< ?(\S+?)(?:#([\w*-]+))?(?: ?\{[^}\n]*\})?(?: ?\[[^\]\n]*\])?[ \t]*(?:\n+|$)/.exec(text);
    if (!found) return undefined;
    return { type: 'snippet', raw: found[0], path: found[1] ?? '', region: found[2] };
  },
};

const claim: TokenizerAndRendererExtension = {
  name: 'claim',
  level: 'inline',
  start: (text) => nonNegative(text.indexOf('✔')),
  tokenizer(text): ClaimToken | undefined {
    const found = /^✔ ?`([^`\n]+)`/.exec(text);
    const [file, ...titles] = (found?.[1] ?? '').split(' › ').map((part) => part.trim());
    if (!found || !file) return undefined;
    return { type: 'claim', raw: found[0], file, titles, number: 0 };
  },
};

const container: TokenizerAndRendererExtension = {
  name: 'container',
  level: 'block',
  start: (text) => /^:::/m.exec(text)?.index,
  tokenizer(text): ContainerToken | undefined {
    const found = /^::: ?(\w+)[ \t]*([^\n]*)\n([\s\S]*?)\n:::[ \t]*(?:\n+|$)/.exec(text);
    if (!found) return undefined;
    const [raw, kind = '', title = '', body = ''] = found;
    const tokens = this.lexer.blockTokens(body, []);
    return { type: 'container', raw, kind, title: title || kind.toUpperCase(), tokens };
  },
};

const marked = new Marked({ extensions: [snippet, claim, container] });

/** Markdown as a tree of tokens: marked's own and the three above. */
export function lexMarkdown(text: string): Token[] {
  return marked.lexer(text);
}

/** The direct children of a token of any kind. */
export function childrenOf(token: Token): Token[] {
  if (token.type === 'list') return (token as Tokens.List).items;
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table;
    return [header, ...rows].flatMap((row) => row.flatMap((cell) => cell.tokens));
  }
  return ('tokens' in token && token.tokens) || [];
}

function nonNegative(index: number): number | undefined {
  return index < 0 ? undefined : index;
}
