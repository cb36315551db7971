import type { Plot } from '../experiments/finding';
import { drawTable } from './draw-table';
import { axesOf } from './scale';
import { svgPlots } from './svg-plot';
import { textPlot } from './text-plot';

const plot: Plot = {
  title: 'Squares',
  x: 'n',
  y: 'n²',
  series: [
    { name: 'squares', points: [0, 1, 2, 3, 4].map((n) => [n, n * n] as const) },
    {
      name: 'fives & <more>',
      points: [
        [0, 5],
        [4, 5],
      ],
    },
  ],
};

test('an axis of y begins at 0 and ends at a round mark', () => {
  expect(axesOf(plot).y).toEqual({ from: 0, to: 20, marks: [0, 5, 10, 15, 20] });
  expect(axesOf(plot).x).toEqual({ from: 0, to: 4, marks: [0, 1, 2, 3, 4] });
});

test('a plot of one point, or of equal ones, has an axis', () => {
  const flat = { ...plot, series: [{ name: 'flat', points: [[3, 0] as const] }] };
  expect(textPlot(flat)).toContain('a flat');
});

test('a text plot has no line over eighty columns, and a mark for each series', () => {
  const lines = textPlot(plot).split('\n');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  expect(lines[0]).toBe('Squares (n²)');
  expect(lines.at(-1)).toBe('  a squares   b fives & <more>');
  expect(lines.find((line) => line.includes('15 ┤'))).toMatch(/a{1,6}$/);
  expect(lines.find((line) => line.includes('5 ┤b'))).toMatch(/^ +5 ┤b+a+b+$/);
});

test('an SVG picture has all points of a line, and escapes names', () => {
  const svg = svgPlots([plot]);
  expect(svg).toContain('points="64.0,272.0 185.5,260.4 307.0,225.6 428.5,167.6 550.0,86.4"');
  expect(svg).toContain('fives &amp; &lt;more&gt;');
  const opened = svg.match(/<[a-z]+[^>]*[^/]>/g)?.length ?? 0;
  expect(svg.match(/<\/[a-z]+>/g)).toHaveLength(opened);
});

test('a table aligns its columns', () => {
  const table = {
    title: 'costs',
    columns: ['what', 'ms'],
    rows: [
      ['one', 1_234],
      ['a longer name', 0.12345],
    ],
  };
  expect(drawTable(table)).toBe(
    'costs\n\n  what               ms\n  one             1,234\n  a longer name   0.123',
  );
});
