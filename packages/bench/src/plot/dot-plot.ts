// A row for each contender: a dot at the median, a line over the range.

import { logScale } from './scale';
import { colorOf, dot, line, svgFile, text, WIDTH } from './svg';

export interface DotPlot {
  readonly title: string;
  /** Below the axis. */
  readonly axis: string;
  readonly rows: readonly DotRow[];
  /** A value that gets a line from top to bottom. */
  readonly reference?: number;
  readonly format: (value: number) => string;
}

export interface DotRow {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

const [LEFT, RIGHT, TOP, ROW, BOTTOM] = [130, 90, 44, 24, 52] as const;

export function renderDotPlot({ title, axis, rows, reference, format }: DotPlot): string {
  const bottom = TOP + rows.length * ROW;
  const values = rows.flatMap(({ value, min, max }) => [value, min, max]);
  const scale = logScale(
    [...values, ...(reference === undefined ? [] : [reference])],
    LEFT,
    WIDTH - RIGHT,
  );
  return svgFile(title, bottom + BOTTOM, [
    text(0, 18, title, { kind: 'title' }),
    ...scale.ticks.flatMap((tick) => [
      line([scale.at(tick), TOP, scale.at(tick), bottom], 'grid'),
      text(scale.at(tick), bottom + 18, format(tick), { anchor: 'middle', kind: 'quiet' }),
    ]),
    ...(reference === undefined
      ? []
      : [line([scale.at(reference), TOP, scale.at(reference), bottom], 'reference')]),
    ...rows.flatMap(({ label, value, min, max }, index) => {
      const y = TOP + (index + 0.5) * ROW;
      return [
        text(LEFT - 12, y + 4, label, { anchor: 'end' }),
        line([scale.at(min), y, scale.at(max), y], 'range', colorOf(0)),
        dot(scale.at(value), y, colorOf(0)),
        text(WIDTH - RIGHT + 12, y + 4, format(value), { kind: 'quiet' }),
      ];
    }),
    text((LEFT + WIDTH - RIGHT) / 2, bottom + 40, axis, { anchor: 'middle', kind: 'quiet' }),
  ]);
}
