// Draws as SVG what a page draws with characters: `┌ ─ │ ▶` and text, in a ```text block.
// The terminal shows the block itself, so both have one source.

import type { MarkdownRenderer } from 'vitepress';
import { escapeHtml } from './escape-html.js';

/** A character's cell, in pixels. */
const WIDTH = 8;
const HEIGHT = 19;
/** Of the four arms of a cell. */
const [UP, RIGHT, DOWN, LEFT] = [1, 2, 4, 8] as const;

/** Which arms each character has. */
const ARMS: Readonly<Record<string, number>> = {
  '─': LEFT | RIGHT,
  '═': LEFT | RIGHT,
  '│': UP | DOWN,
  '┌': RIGHT | DOWN,
  '┐': LEFT | DOWN,
  '└': UP | RIGHT,
  '┘': UP | LEFT,
  '├': UP | DOWN | RIGHT,
  '┤': UP | DOWN | LEFT,
  '┬': LEFT | RIGHT | DOWN,
  '┴': LEFT | RIGHT | UP,
  '┼': UP | RIGHT | DOWN | LEFT,
};
/** Which way each arrow points. */
const ARROWS: Readonly<Record<string, number>> = {
  '▶': RIGHT,
  '►': RIGHT,
  '◀': LEFT,
  '◄': LEFT,
  '▲': UP,
  '▼': DOWN,
};
/** Bars, and how dense they are. */
const BARS: Readonly<Record<string, number>> = { '█': 1, '▓': 0.75, '▒': 0.5, '░': 0.25 };

/**
 * Two columns in a terminal: Chinese, and punctuation that goes with it. The second is
 * ''.
 */
const IS_WIDE = /[\u3000-\u303f\uff00-\uff60]|\p{Script=Han}/u;

const IS_DRAWING = /[┌┐└┘├┤┬┴┼▶►◀◄▲▼]/;
const ALTERNATIVE = /^<!-- drawing: (.+?) -->\s*$/s;

/**
 * A ```text block with lines in it becomes a drawing. The comment `<!-- drawing: … -->`
 * above says in words what it shows, to those who do not see it.
 */
export function drawings(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence;
  if (!fence) throw new Error('VitePress has no rule for fences: nothing can be drawn');
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const token = tokens[index];
    if (token?.info.trim() !== 'text' || !IS_DRAWING.test(token.content))
      return fence(tokens, index, ...rest);
    const [, words] = ALTERNATIVE.exec(tokens[index - 1]?.content ?? '') ?? [];
    const svg = draw(token.content, words ?? wordsOf(token.content));
    return `<figure class="drawing" tabindex="0" v-pre>${svg}</figure>\n`;
  };
}

/** Without a comment, the words of the drawing in the order of its lines. */
function wordsOf(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/[^\p{L}\p{N}\p{P} ]/gu, ' '));
  return lines
    .map((line) => line.trim().replace(/ {2,}/g, '; '))
    .filter(Boolean)
    .join('. ');
}

/** @param words what the drawing shows, to those who do not see it */
export function draw(text: string, words: string): string {
  const rows = text
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => [...line].flatMap((one) => (IS_WIDE.test(one) ? [one, ''] : [one])));
  const indent = Math.min(...rows.filter((row) => row.length > 0).map(firstColumn));
  const cells = rows.map((row) => row.slice(indent));
  const width = Math.max(...cells.map((row) => row.length)) * WIDTH + WIDTH;
  const height = cells.length * HEIGHT;
  const parts = [
    `<path class="lines" d="${linesOf(cells)}"/>`,
    `<path class="heads" d="${headsOf(cells)}"/>`,
    ...cells.flatMap((row, y) => [...barsOf(row, y), ...textsOf(row, y)]),
  ];
  return (
    `<svg viewBox="-4 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `style="min-width:${Math.round(width * 0.68)}px" role="img" aria-label="${escapeHtml(words)}">` +
    `${parts.join('')}</svg>`
  );
}

function firstColumn(row: readonly string[]): number {
  const column = row.findIndex((character) => character !== ' ');
  return column < 0 ? Infinity : column;
}

type Cells = readonly (readonly string[])[];

function forEach(cells: Cells, visit: (character: string, x: number, y: number) => void): void {
  for (const [y, row] of cells.entries())
    for (const [x, character] of row.entries()) visit(character, x, y);
}

/** From the middle of each cell along its arms. Horizontal neighbours become one line. */
function linesOf(cells: Cells): string {
  const path: string[] = [];
  for (const [y, row] of cells.entries()) {
    const middle = y * HEIGHT + HEIGHT / 2;
    let begin: number | undefined;
    let end = 0;
    const flush = (): void => {
      if (begin !== undefined) path.push(`M${begin} ${middle}H${end}`);
      begin = undefined;
    };
    for (const [x, character] of row.entries()) {
      const arms = armsOf(character, x, y, cells);
      const left = x * WIDTH + ((arms & LEFT) === 0 ? WIDTH / 2 : 0);
      const right = x * WIDTH + ((arms & RIGHT) === 0 ? WIDTH / 2 : WIDTH);
      if ((arms & (LEFT | RIGHT)) !== 0) {
        if (begin === undefined || left !== end) {
          flush();
          begin = left;
        }
        end = right;
      } else flush();
      const top = middle - ((arms & UP) === 0 ? 0 : HEIGHT / 2);
      const bottom = middle + ((arms & DOWN) === 0 ? 0 : HEIGHT / 2);
      if (top !== bottom) path.push(`M${x * WIDTH + WIDTH / 2} ${top}V${bottom}`);
    }
    flush();
  }
  return path.join('');
}

/** An arrow has an arm to the line that it ends. */
function armsOf(character: string, x: number, y: number, cells: Cells): number {
  const arms = ARMS[character];
  if (arms !== undefined) return arms;
  const has = (dx: number, dy: number, arm: number): boolean =>
    ((ARMS[cells[y + dy]?.[x + dx] ?? ''] ?? 0) & arm) !== 0;
  switch (ARROWS[character]) {
    case RIGHT:
      return has(-1, 0, RIGHT) ? LEFT : 0;
    case LEFT:
      return has(1, 0, LEFT) ? RIGHT : 0;
    case UP:
      return has(0, 1, UP) ? DOWN : 0;
    case DOWN:
      return has(0, -1, DOWN) ? UP : 0;
    case undefined:
    default:
      return 0;
  }
}

function headsOf(cells: Cells): string {
  const path: string[] = [];
  forEach(cells, (character, x, y) => {
    const left = x * WIDTH;
    const middle = y * HEIGHT + HEIGHT / 2;
    switch (ARROWS[character]) {
      case RIGHT:
        return path.push(`M${left} ${middle - 4}l8 4l-8 4z`);
      case LEFT:
        return path.push(`M${left + 8} ${middle - 4}l-8 4l8 4z`);
      case UP:
        return path.push(`M${left} ${middle + 4}l4 -8l4 8z`);
      case DOWN:
        return path.push(`M${left} ${middle - 4}l4 8l4 -8z`);
      case undefined:
      default:
        return undefined;
    }
  });
  return path.join('');
}

function barsOf(row: readonly string[], y: number): string[] {
  return row.flatMap((character, x) => {
    const opacity = BARS[character];
    if (opacity === undefined) return [];
    const place = `x="${x * WIDTH}" y="${y * HEIGHT + 3}" width="${WIDTH}" height="${HEIGHT - 6}"`;
    return [`<rect class="bar" ${place} opacity="${opacity}"/>`];
  });
}

/** Words, each at its column: two blanks or a line end a text. */
function textsOf(row: readonly string[], y: number): string[] {
  const drawn = new Set([...Object.keys(ARMS), ...Object.keys(ARROWS), ...Object.keys(BARS)]);
  const texts: { column: number; width: number; text: string }[] = [];
  for (const [column, character] of row.entries()) {
    if (character === ' ' || drawn.has(character)) continue;
    const last = texts.at(-1);
    const end = last === undefined ? -Infinity : last.column + last.width;
    // One blank is part of a text.
    const gap = row.slice(Math.max(end, 0), column).join('');
    if (last !== undefined && (gap === '' || gap === ' ')) {
      last.text += gap + character;
      last.width = column + 1 - last.column;
    } else texts.push({ column, width: 1, text: character });
  }
  return texts.map(({ column, width, text }) => {
    const place = `x="${column * WIDTH}" y="${y * HEIGHT + 13.5}"`;
    return `<text ${place} textLength="${width * WIDTH}">${escapeHtml(text)}</text>`;
  });
}
