// A plot in the terminal (chapter 20): each series has its own letter.

import type { Plot, Series } from '../experiments/finding';
import { axesOf, placeOf, type Axis } from './scale';

const COLUMNS = 60;
const ROWS = 14;
const MARKS = 'abcdefgh';

export function textPlot(plot: Plot): string {
  const { x, y } = axesOf(plot);
  const grid = Array.from({ length: ROWS }, () => Array.from({ length: COLUMNS }, () => ' '));
  // The first series is drawn last, so that it is never covered.
  for (const [n, series] of [...plot.series.entries()].reverse()) {
    for (const [column, row] of placesOf(series, x, y)) {
      const cells = grid[row];
      if (cells !== undefined) cells[column] = MARKS[n] ?? '*';
    }
  }
  const labels = rowLabels(y);
  const width = Math.max(...labels.map((label) => label.length));
  const body = grid.map((cells, row) =>
    `  ${(labels[row] ?? '').padStart(width)} ${labels[row] === '' ? '│' : '┤'}${cells.join('')}`.trimEnd(),
  );
  const legend = plot.series.map(({ name }, n) => `${MARKS[n] ?? '*'} ${name}`).join('   ');
  return [
    `${plot.title} (${plot.y})`,
    '',
    ...body,
    `  ${' '.repeat(width)} └${'─'.repeat(COLUMNS)}`,
    `  ${' '.repeat(width)}  ${columnLabels(x)}  ${plot.x}`,
    '',
    `  ${legend}`,
  ].join('\n');
}

/**
 * A value for every column between the first and the last point, by linear interpolation.
 */
function placesOf({ points }: Series, x: Axis, y: Axis): [column: number, row: number][] {
  const places: [number, number][] = [];
  for (let column = 0; column < COLUMNS; column++) {
    const at = x.from + (column / (COLUMNS - 1)) * (x.to - x.from);
    const value = valueAt(points, at);
    if (value === undefined) continue;
    places.push([column, ROWS - 1 - Math.round(placeOf(value, y) * (ROWS - 1))]);
  }
  return places;
}

function valueAt(points: Series['points'], at: number): number | undefined {
  const slack = 1e-9 * Math.abs(at);
  const after = points.findIndex(([x]) => x >= at - slack);
  const [right, left] = [points[after], points[after - 1]];
  if (right === undefined) return undefined;
  if (left === undefined) return right[0] <= at + slack ? right[1] : undefined;
  const share = (at - left[0]) / (right[0] - left[0]);
  return left[1] + share * (right[1] - left[1]);
}

/** The mark of each row, or nothing. */
function rowLabels(y: Axis): string[] {
  const labels = Array.from({ length: ROWS }, () => '');
  for (const mark of y.marks) {
    labels[ROWS - 1 - Math.round(placeOf(mark, y) * (ROWS - 1))] = mark.toLocaleString('en-US');
  }
  return labels;
}

function columnLabels(x: Axis): string {
  let line = '';
  for (const mark of x.marks) {
    const text = mark.toLocaleString('en-US');
    const column = Math.round(placeOf(mark, x) * (COLUMNS - 1));
    if (column >= line.length) line = line.padEnd(column) + text;
  }
  return line.padEnd(COLUMNS);
}
