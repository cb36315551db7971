// A Markdown table in a terminal: columns as wide as their content if that fits,
// otherwise cells of several lines.

import type { Tokens } from 'marked';
import type { Colors } from '../context';
import { padEnd } from './width';
import { fillLines, toWords, type Word } from './words';

const GAP = '  ';
/** The minimum width of a column, however narrow the terminal is. */
const MIN_COLUMN = 8;

export function renderTable(table: Tokens.Table, width: number, colors: Colors): string[] {
  const head = table.header.map((cell) => toWords(cell.tokens, colors));
  const rows = table.rows.map((row) => row.map((cell) => toWords(cell.tokens, colors)));
  const widths = fitColumns([head, ...rows], width);
  const line = (cells: string[]): string =>
    cells
      .map((cell, at) => padEnd(cell, widths[at] ?? 0))
      .join(GAP)
      .trimEnd();
  const lines = (row: Word[][]): string[] => {
    const cells = row.map((words, at) => fillLines(words, widths[at] ?? 0));
    const height = Math.max(1, ...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, y) => line(cells.map((cell) => cell[y] ?? '')));
  };
  const rule = colors.dim(widths.map((columns) => '─'.repeat(columns)).join(GAP));
  const wraps = rows.some((row) => lines(row).length > 1);
  return [
    ...lines(head).map((text) => colors.bold(text)),
    rule,
    ...rows.flatMap((row, at) => (wraps && at > 0 ? ['', ...lines(row)] : lines(row))),
  ];
}

/**
 * Each column's width. While the table is too wide, its widest column gets narrower by
 * one.
 */
function fitColumns(rows: readonly Word[][][], width: number): number[] {
  const count = rows[0]?.length ?? 0;
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(1, ...rows.map((row) => widthOfLine(row[at] ?? []))),
  );
  const gaps = GAP.length * (count - 1);
  const total = (): number => widths.reduce((sum, columns) => sum + columns, gaps);
  while (total() > width) {
    const widest = Math.max(...widths);
    if (widest <= MIN_COLUMN) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function widthOfLine(words: readonly Word[]): number {
  return words.reduce((sum, word) => sum + word.width + 1, -1);
}
