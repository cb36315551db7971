// Plots of the benchmark's kept results: `<!-- plot ../packages/bench/results/….svg -->`
// becomes the plot that `npm run bench -- --report` drew, in the site's colours, and
// below it, folded, its figures from results.json in the same folder.

import path from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { formatRatio, formatTime } from '../../packages/bench/src/report/format.js';
import { growthGroups } from '../../packages/bench/src/report/growth.js';
import type { ServerResults } from '../../packages/bench/src/report/server-results.js';
import { escapeHtml } from './escape-html.js';
import { readSource } from './repository.js';

const COMMENT = /^<!-- plot (\S+)\.svg -->\s*$/;

export function plots(md: MarkdownRenderer): void {
  md.core.ruler.push('plots', (state) => {
    const { relativePath = '' } = state.env as { relativePath?: string };
    for (const token of state.tokens) {
      const [, file] = COMMENT.exec(token.type === 'html_block' ? token.content : '') ?? [];
      if (file === undefined) continue;
      const from = path.posix.join(path.posix.dirname(`docs/${relativePath}`), file);
      const results = JSON.parse(
        readSource(path.posix.join(path.posix.dirname(from), 'results.json')),
      ) as ServerResults;
      const figures = figuresOf(path.posix.basename(from), results);
      token.content = figureHtml(readSource(`${from}.svg`), figures);
    }
  });
}

/** The drawing without its own style, so that the site's applies, light and dark. */
export function figureHtml(svg: string, figures: Figures): string {
  const [, title = ''] = /<title>(.*?)<\/title>/.exec(svg) ?? [];
  const drawing = svg
    .replace(/<style>.*?<\/style>\n/s, '')
    .replace(/<title>.*?<\/title>\n/, '')
    .replace('role="img"', `role="img" aria-label="${title}. The figures are below."`)
    .trim();
  return (
    `<figure class="drawing plot" tabindex="0" v-pre>\n${drawing}\n</figure>\n` +
    keysHtml(drawing) +
    `<details class="figures"><summary>The figures of this plot</summary>\n${tableHtml(figures)}</details>\n`
  );
}

/** The name of a curve at the drawing's right edge, behind a dot in its colour. */
const KEY = /^<circle [^>]*fill="([^"]+)"\/>\n<text [^>]*>([^<]*)<\/text>$/gm;

/** The names of the curves once more, for a window that is narrower than the drawing. */
function keysHtml(drawing: string): string {
  const keys = [...drawing.matchAll(KEY)].map(([, color = '', name = '']) => {
    const dot = `<svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="4" fill="${color}"/></svg>`;
    return `<li>${dot} ${name}</li>`;
  });
  return keys.length === 0 ? '' : `<ul class="plot keys" v-pre>${keys.join('')}</ul>\n`;
}

/** A table: the first column names the row. */
export interface Figures {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a plot shows, as a table. @param name `50x16-speed`, `growth-codecs` */
export function figuresOf(name: string, results: ServerResults): Figures {
  const [, group] = /^growth-(.+)$/.exec(name) ?? [];
  if (group !== undefined) return growthFigures(group, results);
  const [, workload = '', kind = ''] = /^(.+)-(speed|latency)$/.exec(name) ?? [];
  const cells = results.cells.filter((cell) => cell.workload === workload);
  if (kind === 'latency') {
    const rows = cells.flatMap(({ contender, latency }) =>
      latency === null ? [] : [{ contender, of: latency }],
    );
    return {
      head: ['server', 'half within', '99 of 100 within'],
      rows: rows
        .sort((a, b) => b.of.p50Ms - a.of.p50Ms)
        .reverse() // as the plot is drawn, also where two are equal
        .map(({ contender, of }) => [contender, formatTime(of.p50Ms), formatTime(of.p99Ms)]),
    };
  }
  const rows = cells.flatMap(({ contender, speed }) =>
    speed === null ? [] : [{ contender, speed }],
  );
  if (kind !== 'speed' || rows.length === 0) throw new Error(`no figures for the plot ${name}`);
  const times = (value: number): string => `${formatRatio(value)} ×`;
  return {
    head: ['server', 'median', 'least', 'most'],
    rows: rows
      .sort((a, b) => b.speed.median - a.speed.median)
      .map(({ contender, speed }) => [
        contender,
        ...[speed.median, speed.min, speed.max].map(times),
      ]),
  };
}

/** A row for each size, a column for each curve. */
function growthFigures(name: string, { growth = [] }: ServerResults): Figures {
  const group = growthGroups(growth).find(({ file }) => file === name);
  if (group === undefined) throw new Error(`no figures for the plot growth-${name}`);
  const { curves, size, cost } = group;
  const sizes = [...new Set(curves.flatMap(({ points }) => points.map((point) => point.size)))];
  return {
    head: [size, ...curves.map((curve) => `${curve.name.split(': ')[1] ?? curve.name}, ${cost}`)],
    rows: sizes
      .sort((a, b) => a - b)
      .map((one) => [
        one.toLocaleString('en-US'),
        ...curves.map(({ points }) => {
          const point = points.find((each) => each.size === one);
          return point === undefined ? '–' : formatRatio(point.cost);
        }),
      ]),
  };
}

function tableHtml({ head, rows }: Figures): string {
  const line = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((row) => line(row, 'td')).join('\n');
  return `<table v-pre>\n<thead>${line(head, 'th')}</thead>\n<tbody>\n${body}\n</tbody>\n</table>\n`;
}
