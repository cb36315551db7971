// A table of a finding as text (chapter 20).

import type { Table } from '../experiments/finding';

export function drawTable({ title, columns, rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(textOf))];
  const widths = columns.map((_, n) => Math.max(...cells.map((row) => row[n]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, n) => (n === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[n] ?? 0)))
      .join('   ')
      .trimEnd(),
  );
  return [title, '', ...lines.map((line) => `  ${line}`)].join('\n');
}

function textOf(cell: string | number): string {
  if (typeof cell === 'string') return cell;
  if (Number.isInteger(cell)) return cell.toLocaleString('en-US');
  return Math.abs(cell) >= 100 ? Math.round(cell).toLocaleString('en-US') : cell.toPrecision(3);
}
