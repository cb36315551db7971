// The logarithmic axis, and plots as text.

import { renderDotPlot } from './dot-plot';
import { renderLinePlot } from './line-plot';
import { logScale } from './scale';

test('the same factor is the same distance', () => {
  const { at } = logScale([1, 100], 0, 200);
  expect([at(1), at(10), at(100)]).toEqual([0, 100, 200]);
});

test.each([
  [
    [0.3, 4],
    [0.2, 0.5, 1, 2, 5],
  ],
  [
    [5, 5],
    [5, 10],
  ],
  [
    [1, 1_000_000],
    [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000],
  ],
  [[], [1, 10]],
  [
    [0, 3, 8],
    [2, 5, 10],
  ],
])('%j has ticks %j', (values, ticks) => {
  expect(logScale(values, 0, 100).ticks).toEqual(ticks);
});

test('a dot plot has a row for each contender, with its name escaped', () => {
  const rows = [
    { label: '12 <net>', value: 7, min: 6, max: 8 },
    { label: '18', value: 0.2, min: 0.1, max: 0.3 },
  ];
  const svg = renderDotPlot({ title: 'a & b', axis: 'times', rows, reference: 1, format: String });
  expect(svg.match(/<circle/g)).toHaveLength(2);
  expect(svg).toContain('12 &lt;net&gt;');
  expect(svg).toContain('<title>a &amp; b</title>');
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

test('a line plot has a curve for each series', () => {
  const svg = renderLinePlot({
    title: 'growth',
    xAxis: 'size',
    yAxis: 'cost',
    curves: [
      {
        name: 'one',
        points: [
          [1, 1],
          [1_000, 2],
        ],
      },
      { name: 'two', points: [[1, 5]] },
    ],
    formatX: String,
    formatY: String,
  });
  expect(svg.match(/<polyline/g)).toHaveLength(2);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});
