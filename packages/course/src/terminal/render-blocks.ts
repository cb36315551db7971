// Blocks of Markdown as lines of a terminal. Every function returns lines that fit the
// given width. Only code may be wider. In a window it is folded where that changes
// nothing; elsewhere it stays as it is.

import type { Token, Tokens } from 'marked';
import type { Colors } from '../context';
import type { ClaimToken, ContainerToken, NotesToken, SnippetToken } from '../pages/markdown';
import { foldCode } from './fold-code';
import { renderTable } from './render-table';
import { fillLines, noteMark, toWords } from './words';

/** The source that a snippet names. */
export interface PulledSource {
  /** The block's heading: `packages/03-codec/src/other-ways/varint.ts:12`. */
  readonly label: string;
  readonly text: string;
}

export interface BlockStyle {
  readonly colors: Colors;
  /** Whether the output is a window, in which lines that are too long would break. */
  readonly isWindow: boolean;
  readonly pull: (snippet: SnippetToken) => PulledSource;
  /** A note's text: the test that proves a claim. */
  readonly describe: (claim: ClaimToken) => string;
}

/** Renders blocks one under the other, with a blank line between them. */
export function renderBlocks(tokens: readonly Token[], width: number, style: BlockStyle): string[] {
  const blocks = tokens
    .map((token) => ({ lines: renderBlock(token, width, style), isMark: isOnlyClaims(token) }))
    .filter(({ lines }) => lines.length > 0);
  // A mark on its own belongs to the code above it.
  return blocks.flatMap(({ lines, isMark }, index) =>
    index === 0 || isMark ? lines : ['', ...lines],
  );
}

function isOnlyClaims(token: Token): boolean {
  if (token.type !== 'paragraph') return false;
  return (token as Tokens.Paragraph).tokens.every(
    ({ type, raw }) => type === 'claim' || raw.trim() === '',
  );
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
    case 'code': {
      const { text, lang = '' } = token as Tokens.Code;
      return renderCode(text, lang, width, style);
    }
    case 'snippet': {
      const { label, text } = style.pull(token as SnippetToken);
      const language = /\.(\w+)(?::\d+)?$/.exec(label)?.[1] ?? '';
      return [`  ${colors.dim(label)}`, ...renderCode(text, language, width, style, COMMENT)];
    }
    case 'blockquote':
      return behindBar((token as Tokens.Blockquote).tokens, width, style);
    case 'container': {
      const { kind, title, tokens } = token as ContainerToken;
      // A fold stays folded: its title says how to see what is in it.
      if (kind === 'details')
        return fillLines(toWords([{ type: 'text', raw: '', text: `▸ ${title}` }], colors), width);
      return [colors.bold(title), ...behindBar(tokens, width, style)];
    }
    case 'notes':
      return renderNotes(token as NotesToken, width, style);
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

function renderNotes({ claims }: NotesToken, width: number, style: BlockStyle): string[] {
  return claims.flatMap((claim) => {
    const mark = `${noteMark(claim.number)} `;
    const text = { type: 'text', raw: '', text: style.describe(claim) };
    const lines = fillLines(toWords([text], style.colors), width - mark.length);
    return lines.map((line, at) =>
      style.colors.dim((at === 0 ? mark : ' '.repeat(mark.length)) + line),
    );
  });
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

/** A line of source that is only a comment. */
const COMMENT = /^\s*(?:\/\/|\/\*|\*)/;

const CODE_INDENT = '  ';

/** @param faint lines that match are shown fainter. */
function renderCode(
  text: string,
  language: string,
  width: number,
  { colors, isWindow }: BlockStyle,
  faint?: RegExp,
): string[] {
  const bar = colors.dim('│');
  const room = isWindow ? width - CODE_INDENT.length - 2 : Infinity;
  return foldCode(text, room, language).map((line) => {
    const shown = faint?.test(line) ? colors.dim(line) : line;
    return `${CODE_INDENT}${bar} ${shown}`.trimEnd();
  });
}

function behindBar(tokens: readonly Token[], width: number, style: BlockStyle): string[] {
  const bar = style.colors.dim('┃');
  return renderBlocks(tokens, width - 2, style).map((line) => `${bar} ${line}`.trimEnd());
}
