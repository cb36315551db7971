// Inline Markdown (bold, code, links, claims) as words, and words as lines. Each word
// carries its own colours. So a line can break anywhere between two words, and a pager
// that forgets colours at a line's end shows the same.

import type { Token, Tokens } from 'marked';
import type { Colors } from '../context';
import { childrenOf, type ClaimToken } from '../pages/markdown';
import { displayWidth } from './width';

type Style = (text: string) => string;

/**
 * Text with its colours, between two spaces. A line break in the source is the word `\n`.
 */
export interface Word {
  readonly text: string;
  readonly width: number;
}

/** Where a line may break; a no-break space keeps its neighbours together. */
const SPACE = /[ \t\n]+/;
const LINE_BREAK: Word = { text: '\n', width: 0 };

export function toWords(tokens: readonly Token[], colors: Colors): Word[] {
  const words: Word[] = [];
  let glued = false; // the next piece belongs to the last word: no space was between them
  for (const token of tokens) add(token, (text) => text);
  return words;

  function add(token: Token, style: Style): void {
    switch (token.type) {
      case 'strong':
        return addAll(token, compose(style, colors.bold));
      case 'em':
        return addAll(token, compose(style, colors.italic));
      case 'del':
        return addAll(token, compose(style, colors.strikethrough));
      case 'codespan':
        return addCode((token as Tokens.Codespan).text, style);
      case 'link':
        return addLink(token as Tokens.Link, style);
      case 'claim':
        return addClaim(token as ClaimToken, style);
      case 'br':
        words.push(LINE_BREAK);
        glued = false;
        return;
      case 'html':
        return; // comments and the like: nothing to show
      default:
        if (childrenOf(token).length > 0) return addAll(token, style);
        if ('text' in token) addText(String(token.text), style);
    }
  }

  function addAll(token: Token, style: Style): void {
    for (const child of childrenOf(token)) add(child, style);
  }

  // On the line of the word it belongs to. The note at the section's end has the rest.
  function addClaim({ number }: ClaimToken, style: Style): void {
    const mark = noteMark(number);
    const last = words.at(-1);
    if (last && last !== LINE_BREAK) {
      words[words.length - 1] = {
        text: `${last.text}\u00a0${compose(style, colors.dim)(mark)}`,
        width: last.width + 1 + displayWidth(mark),
      };
    } else {
      addText(mark, compose(style, colors.dim));
    }
    glued = false;
  }

  // Without colours the backticks stay: `in` is not the word "in".
  function addCode(text: string, style: Style): void {
    addText(colors.isColorSupported ? text : `\`${text}\``, compose(style, colors.cyan));
  }

  // Links inside the course are shown as their text; readers follow them with `npm start
  // -- read`.
  function addLink(link: Tokens.Link, style: Style): void {
    addAll(link, compose(style, colors.underline));
    if (/^https?:/.test(link.href) && link.href !== link.text) {
      addText(` (${link.href})`, compose(style, colors.dim));
    }
  }

  function addText(text: string, style: Style): void {
    if (SPACE.test(text.charAt(0))) glued = false;
    for (const piece of text.split(SPACE).filter(Boolean)) {
      const last = words.at(-1);
      const width = displayWidth(piece);
      if (glued && last && last !== LINE_BREAK) {
        words[words.length - 1] = { text: last.text + style(piece), width: last.width + width };
      } else {
        words.push({ text: style(piece), width });
      }
      glued = false;
    }
    glued = text !== '' && !SPACE.test(text.slice(-1));
  }
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `✔¹²`: in the text, and before the note. */
export function noteMark(number: number): string {
  return `✔${[...String(number)].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')}`;
}

/**
 * Fills lines of at most `width` columns. A wider word gets its own line.
 */
export function fillLines(words: readonly Word[], width: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  const endLine = (): void => {
    lines.push(line.join(' '));
    line = [];
    used = 0;
  };
  for (const word of words) {
    if (word === LINE_BREAK) {
      endLine();
      continue;
    }
    if (line.length > 0 && used + 1 + word.width > width) endLine();
    used += (line.length > 0 ? 1 : 0) + word.width;
    line.push(word.text);
  }
  if (line.length > 0) endLine();
  return lines;
}

function compose(outer: Style, inner: Style): Style {
  return (text) => outer(inner(text));
}
