// The plots of a finding as one SVG picture (chapter 20), one below the other.

import type { Plot } from '../experiments/finding';
import { axesOf, placeOf } from './scale';

const WIDTH = 720;
const HEIGHT = 320;
const LEFT = 64;
const RIGHT = 170;
const TOP = 40;
const BOTTOM = 48;
/** Distinguishable for color-blind readers, too (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];

export function svgPlots(plots: readonly Plot[]): string {
  const height = Math.max(1, plots.length) * HEIGHT;
  const body = plots.map((plot, n) => `<g transform="translate(0 ${n * HEIGHT})">${one(plot)}</g>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="white"/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

function one(plot: Plot): string {
  const { x, y } = axesOf(plot);
  const [width, height] = [WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM];
  const across = (value: number): string => (LEFT + placeOf(value, x) * width).toFixed(1);
  const down = (value: number): string => (TOP + (1 - placeOf(value, y)) * height).toFixed(1);
  const rows = y.marks.map(
    (mark) =>
      `<line x1="${LEFT}" x2="${LEFT + width}" y1="${down(mark)}" y2="${down(mark)}" stroke="#ddd"/>` +
      `<text x="${LEFT - 8}" y="${down(mark)}" text-anchor="end" dominant-baseline="middle">${label(mark)}</text>`,
  );
  const columns = x.marks.map(
    (mark) =>
      `<text x="${across(mark)}" y="${TOP + height + 18}" text-anchor="middle">${label(mark)}</text>`,
  );
  const lines = plot.series.map(({ name, points }, n) => {
    const colour = COLOURS[n % COLOURS.length] ?? 'black';
    const path = points.map(([px, py]) => `${across(px)},${down(py)}`).join(' ');
    const at = TOP + 12 + 18 * n;
    return (
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>` +
      `<line x1="${LEFT + width + 12}" x2="${LEFT + width + 32}" y1="${at}" y2="${at}" stroke="${colour}" stroke-width="2"/>` +
      `<text x="${LEFT + width + 38}" y="${at}" dominant-baseline="middle">${escape(name)}</text>`
    );
  });
  return [
    `<text x="${LEFT}" y="20" font-weight="bold">${escape(`${plot.title} (${plot.y})`)}</text>`,
    ...rows,
    ...columns,
    `<text x="${LEFT + width / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escape(plot.x)}</text>`,
    ...lines,
  ].join('\n');
}

function label(value: number): string {
  return value.toLocaleString('en-US');
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
