// Curves over a growing size, both axes logarithmic: a straight line is a power of the
// size, and its slope is the exponent.

import { logScale } from './scale';
import { colorOf, curve, dot, line, svgFile, text, WIDTH } from './svg';

export interface LinePlot {
  readonly title: string;
  readonly xAxis: string;
  readonly yAxis: string;
  readonly curves: readonly Curve[];
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
}

export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const [LEFT, RIGHT, TOP, HEIGHT, BOTTOM] = [70, 240, 56, 300, 52] as const;

export function renderLinePlot(plot: LinePlot): string {
  const { title, xAxis, yAxis, curves, formatX, formatY } = plot;
  const points = curves.flatMap((each) => each.points);
  const bottom = TOP + HEIGHT;
  const right = WIDTH - RIGHT;
  const x = logScale(
    points.map(([size]) => size),
    LEFT,
    right,
  );
  const y = logScale(
    points.map(([, cost]) => cost),
    bottom,
    TOP,
  );
  return svgFile(title, bottom + BOTTOM, [
    text(0, 18, title, { kind: 'title' }),
    text(0, 40, yAxis, { kind: 'quiet' }),
    ...x.ticks.flatMap((tick) => [
      line([x.at(tick), TOP, x.at(tick), bottom], 'grid'),
      text(x.at(tick), bottom + 18, formatX(tick), { anchor: 'middle', kind: 'quiet' }),
    ]),
    ...y.ticks.flatMap((tick) => [
      line([LEFT, y.at(tick), right, y.at(tick)], 'grid'),
      text(LEFT - 8, y.at(tick) + 4, formatY(tick), { anchor: 'end', kind: 'quiet' }),
    ]),
    ...curves.flatMap((each, index) => {
      const places = each.points.map(([size, cost]) => [x.at(size), y.at(cost)] as const);
      const color = colorOf(index);
      return [
        curve(places, color),
        ...places.map(([atX, atY]) => dot(atX, atY, color)),
        dot(right + 20, TOP + 8 + index * 22, color),
        text(right + 32, TOP + 12 + index * 22, each.name),
      ];
    }),
    text((LEFT + right) / 2, bottom + 40, xAxis, { anchor: 'middle', kind: 'quiet' }),
  ]);
}
