// What both kinds of plot share (chapter 20): the range of each axis, and its marks.

import type { Plot } from '../experiments/finding';

export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly number[];
}

/** The axis of x begins with the first point, the axis of y at 0. */
export function axesOf({ series }: Plot): { readonly x: Axis; readonly y: Axis } {
  const points = series.flatMap((one) => one.points);
  const xs = points.map(([x]) => x);
  return {
    x: axis(Math.min(...xs), Math.max(...xs), false),
    y: axis(0, Math.max(...points.map(([, y]) => y)), true),
  };
}

/** @param isRounded whether the axis ends at a mark, and not at its last point */
function axis(from: number, to: number, isRounded: boolean): Axis {
  const step = roundStep((to - from) / 4);
  const end = isRounded ? Math.ceil(to / step - 1e-9) * step : to;
  const marks: number[] = [];
  for (let n = Math.ceil(from / step - 1e-9); n * step <= end + step * 1e-9; n++) {
    marks.push(Number((n * step).toPrecision(12)));
  }
  return { from, to: end > from ? end : from + 1, marks };
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundStep(least: number): number {
  if (!(least > 0) || !Number.isFinite(least)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const digit = [1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** Where a value lies on its axis: 0 … 1. */
export function placeOf(value: number, { from, to }: Axis): number {
  return (value - from) / (to - from);
}
