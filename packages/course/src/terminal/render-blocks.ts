// Blocks of Markdown as lines of a terminal. Every function returns lines that fit the width it was given; only code
// may be wider, since breaking it would change it.

import type { Token, Tokens } from 'marked';
import type { Colors } from '../context';
import type { ContainerToken, SnippetToken } from '../pages/markdown';
import { renderTable } from './render-table';
import { fillLines, toWords } from './words';

/** The source that a snippet stands for. */
export interface PulledSource {
  /** What the block is headed by: `packages/03-codec/src/other-ways/varint.ts:12`. */
  readonly label: string;
  readonly text: string;
}

export interface BlockStyle {
  readonly colors: Colors;
  readonly pull: (snippet: SnippetToken) => PulledSource;
}

/** Renders blocks one under the other, with a blank line between them. */
export function renderBlocks(tokens: readonly Token[], width: number, style: BlockStyle): string[] {
  const blocks = tokens
    .map((token) => renderBlock(token, width, style))
    .filter((lines) => lines.length > 0);
  return blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function renderBlock(token: Token, width: number, style: BlockStyle): string[] {
  const { colors } = style;
  switch (token.type) {
    case 'heading':
      return renderHeading(token as Tokens.Heading, width, style);
    case 'paragraph':
    case 'text':
      return renderWords(token, width, style);
    case 'list':
      return renderList(token as Tokens.List, width, style);
    case 'table':
      return renderTable(token as Tokens.Table, width, colors);
    case 'code':
      return renderCode((token as Tokens.Code).text, colors);
    case 'snippet': {
      const { label, text } = style.pull(token as SnippetToken);
      return [`  ${colors.dim(label)}`, ...renderCode(text, colors, COMMENT)];
    }
    case 'blockquote':
      return behindBar((token as Tokens.Blockquote).tokens, width, style);
    case 'container': {
      const { title, tokens } = token as ContainerToken;
      return [colors.bold(title), ...behindBar(tokens, width, style)];
    }
    case 'hr':
      return [colors.dim('─'.repeat(width))];
    default:
      return []; // blank lines, comments, link definitions
  }
}

function renderHeading(heading: Tokens.Heading, width: number, { colors }: BlockStyle): string[] {
  const lines = fillLines(toWords(heading.tokens, colors), width);
  const paint = (line: string): string => colors.bold(line);
  if (heading.depth > 2) return lines.map(paint);
  const rule = (heading.depth === 1 ? '═' : '─').repeat(width);
  return [...lines.map(paint), colors.dim(rule)];
}

function renderWords(token: Token, width: number, { colors }: BlockStyle): string[] {
  const inline = 'tokens' in token && token.tokens ? token.tokens : [token];
  return fillLines(toWords(inline, colors), width);
}

function renderList(list: Tokens.List, width: number, style: BlockStyle): string[] {
  return list.items.flatMap((item, index) => {
    const mark = list.ordered ? `${Number(list.start) + index}.` : '•';
    const indent = mark.length + 1;
    const blocks = item.tokens.flatMap((token, at) => {
      const lines = renderBlock(token, width - indent, style);
      return item.loose && at > 0 && lines.length > 0 ? ['', ...lines] : lines;
    });
    const lines = blocks.map((line, at) =>
      at === 0 ? `${mark} ${line}` : line && ' '.repeat(indent) + line,
    );
    return list.loose && index > 0 ? ['', ...lines] : lines;
  });
}

/** A line of source that is comment and nothing else. */
const COMMENT = /^\s*(?:\/\/|\/\*|\*)/;

/** @param faint lines that match are shown fainter. */
function renderCode(text: string, colors: Colors, faint?: RegExp): string[] {
  const bar = colors.dim('│');
  return text.split('\n').map((line) => {
    const shown = faint?.test(line) ? colors.dim(line) : line;
    return `  ${bar} ${shown}`.trimEnd();
  });
}

function behindBar(tokens: readonly Token[], width: number, style: BlockStyle): string[] {
  const bar = style.colors.dim('┃');
  return renderBlocks(tokens, width - 2, style).map((line) => `${bar} ${line}`.trimEnd());
}
