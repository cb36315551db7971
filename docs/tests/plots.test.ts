// The plots of the benchmark: the drawing of its kept results, and the same figures as a
// table.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { figureHtml, figuresOf } from '../.vitepress/plots.js';
import type { ServerResults } from '../../packages/bench/src/report/server-results.js';
import { DIST } from './support/built-site.js';

const FOLDER = path.resolve(__dirname, '../../packages/bench/results/amd-epyc-2-cores');
const resultsOf = (folder: string): ServerResults =>
  JSON.parse(readFileSync(path.join(FOLDER, folder, 'results.json'), 'utf8')) as ServerResults;

test.each([
  ['second-run', '50x16-speed'],
  ['second-run', '50x1-speed'],
  ['second-run', '50x1-latency'],
  ['other-workloads', 'visits-speed'],
])('the figures of %s/%s are those that its plot has, in the same order', (folder, name) => {
  const svg = readFileSync(path.join(FOLDER, folder, `${name}.svg`), 'utf8');
  const drawn = [...svg.matchAll(/text-anchor="end">([^<]*)</g)].map(([, label]) => label);
  const values = [...svg.matchAll(/<text x="682"[^>]*>([^<]*)</g)].map(([, value]) => value);
  const { rows } = figuresOf(name, resultsOf(folder));
  expect(rows.map(([server]) => server)).toEqual(drawn);
  expect(rows.map(([, value]) => value)).toEqual(values);
});

test.each([
  'growth-codecs',
  'growth-choices',
  'growth-directory',
  'growth-news',
  'growth-connections',
  'growth-in-turn',
])('the figures of %s have a column for each curve, and a row for each size', (name) => {
  const svg = readFileSync(path.join(FOLDER, 'growth', `${name}.svg`), 'utf8');
  const { head, rows } = figuresOf(name, resultsOf('growth'));
  expect(head).toHaveLength(1 + [...svg.matchAll(/<polyline/g)].length);
  expect(rows.length).toBeGreaterThan(3);
  const figures = rows.flatMap((row) => row.slice(1)).filter((text) => text !== '–');
  expect(figures).toHaveLength(
    [...svg.matchAll(/<circle/g)].length - [...svg.matchAll(/<polyline/g)].length,
  );
});

test('a plot that the results do not have is refused', () => {
  expect(() => figuresOf('7x7-speed', resultsOf('first-run'))).toThrow(
    'no figures for the plot 7x7-speed',
  );
});

test('the drawing takes the colours of the site, and says what it shows', () => {
  const html = figureHtml(
    '<svg role="img">\n<title>a &amp; b</title>\n<style>\ntext {}\n</style>\n<text>1</text>\n</svg>\n',
    { head: ['server'], rows: [['12 <net>']] },
  );
  expect(html).toContain('aria-label="a &amp; b. The figures are below."');
  expect(html).not.toContain('<style>');
  expect(html).toContain('<td>12 &lt;net&gt;</td>');
});

test('a window narrower than the drawing has the names of its curves below it', () => {
  const svg = readFileSync(path.join(FOLDER, 'growth/growth-choices.svg'), 'utf8');
  const [, keys = ''] =
    /<ul class="plot keys" v-pre>(.*?)<\/ul>/.exec(figureHtml(svg, { head: [], rows: [] })) ?? [];
  const names = keys.replace(/<svg.*?<\/svg>/g, '').match(/(?<=<li>).*?(?=<\/li>)/g);
  const curves = figuresOf('growth-choices', resultsOf('growth')).head.slice(1);
  expect(names?.map((name) => `${name.trim()}, ns a choice`)).toEqual(curves);
  expect(new Set(keys.match(/fill="[^"]+"/g)).size).toBe(curves.length);
});

test('the page of the benchmark has ten plots, each with its figures', () => {
  const html = readFileSync(path.join(DIST, 'benchmark.html'), 'utf8');
  expect([...html.matchAll(/<figure class="drawing plot"/g)]).toHaveLength(10);
  expect([...html.matchAll(/<details class="figures"/g)]).toHaveLength(10);
});
