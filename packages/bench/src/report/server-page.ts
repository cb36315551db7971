// The result of the servers' benchmark as files: JSON, a page in Markdown, and its plots.

import { renderDotPlot, type DotRow } from '../plot/dot-plot';
import { renderLinePlot } from '../plot/line-plot';
import { formatRatio, formatTime } from './format';
import { growthGroups, growthLine } from './growth';
import type { ServerResults, WorkloadInfo } from './server-results';
import { cellsOf, serverFigures, serverFooter, serverNotes, SERVER_COLUMNS } from './server-table';

export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

/** Everything that `--report` writes into a folder. */
export function reportFiles(results: ServerResults): ReportFile[] {
  const plots = [
    ...results.workloads.flatMap((workload) => plotsOf(results, workload)),
    ...growthPlots(results),
  ];
  return [
    { name: 'results.json', text: `${JSON.stringify(results, null, 1)}\n` },
    { name: 'README.md', text: serverPage(results, plots) },
    ...plots,
  ];
}

function plotsOf(results: ServerResults, workload: WorkloadInfo): ReportFile[] {
  const cells = cellsOf(results, workload);
  const speeds = cells.flatMap(({ contender, speed }): DotRow[] =>
    speed === null
      ? []
      : [{ label: contender, value: speed.median, min: speed.min, max: speed.max }],
  );
  const latencies = cells.flatMap(({ contender, latency }): DotRow[] =>
    latency === null
      ? []
      : [{ label: contender, value: latency.p50Ms, min: latency.p50Ms, max: latency.p99Ms }],
  );
  const files: ReportFile[] = [];
  if (speeds.length > 0) {
    const plot = {
      title: `${workload.name}: calls a second, relative to the naive server`,
      axis: 'times the naive server: median and range of the rounds',
      rows: bestFirst(speeds),
      reference: 1,
      format: (value: number) => `${formatRatio(value)} ×`,
    };
    files.push({ name: `${workload.name}-speed.svg`, text: renderDotPlot(plot) });
  }
  if (latencies.length > 0) {
    const rate = (workload.openLoopPerSecond ?? 0).toLocaleString('en-US');
    const plot = {
      title: `${workload.name}: latency at ${rate} calls a second`,
      axis: 'from when a call was due to its answer: median to 99th percentile',
      rows: bestFirst(latencies).reverse(),
      format: formatTime,
    };
    files.push({ name: `${workload.name}-latency.svg`, text: renderDotPlot(plot) });
  }
  return files;
}

function bestFirst(rows: readonly DotRow[]): DotRow[] {
  return [...rows].sort((a, b) => b.value - a.value);
}

function growthPlots({ growth = [] }: ServerResults): ReportFile[] {
  return growthGroups(growth).map(({ file, title, size, cost, curves }) => ({
    name: `growth-${file}.svg`,
    text: renderLinePlot({
      title,
      xAxis: size,
      yAxis: cost,
      curves: curves.map(({ name, points }) => ({
        name: name.split(': ')[1] ?? name,
        points: points.map((point) => [point.size, point.cost] as const),
      })),
      formatX: (value) => value.toLocaleString('en-US'),
      formatY: formatRatio,
    }),
  }));
}

function serverPage(results: ServerResults, plots: readonly ReportFile[]): string {
  const image = ({ name }: ReportFile): string => `![${name.replace('.svg', '')}](${name})`;
  const sections = results.workloads.map((workload) => {
    const cells = cellsOf(results, workload);
    const rows = cells.filter(({ notRun }) => notRun === undefined).map(serverFigures);
    return [
      `## ${workload.name}`,
      `${upperFirst(workload.summary)}.`,
      markdownTable(SERVER_COLUMNS, rows),
      serverNotes(cells)
        .map((note) => `- ${note}`)
        .join('\n'),
      ...plots.filter(({ name }) => name.startsWith(`${workload.name}-`)).map(image),
    ];
  });
  const { growth = [] } = results;
  const legend = results.contenders.map(({ name, summary, servedBy, protocol }) => [
    name,
    summary,
    protocol,
    servedBy,
  ]);
  return `${[
    '# Results of the benchmark',
    serverFooter(results)
      .map((line) => `- ${line}`)
      .join('\n'),
    ...(legend.length > 0
      ? ['## Contenders', markdownTable(['name', 'what it is', 'protocol', 'served by'], legend)]
      : []),
    ...sections.flat(),
    ...(growth.length > 0
      ? ['## Cost as work grows', growth.map((each) => `- ${growthLine(each)}`).join('\n')]
      : []),
    ...plots.filter(({ name }) => name.startsWith('growth-')).map(image),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

/** The first column to the left, figures to the right. */
export function markdownTable(head: readonly string[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const isText = rows.every((row) => row.every((cell) => !/^\d/.test(cell)));
  const rule = head.map((_, index) => (index === 0 || isText ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function upperFirst(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
