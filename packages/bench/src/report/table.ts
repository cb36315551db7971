// A report and its goals as text for a terminal.

import Table from 'cli-table3';
import { createColors } from 'picocolors';
import { formatBytesPerSecond, formatCallsPerSecond, formatRatio, formatTime } from './format';
import type { Goal, Target } from './goal';
import { machineLine } from './machine';
import type { Report, Row } from './report';
import type { Spread } from './statistics';

export interface TextOptions {
  /** Whether the terminal shows colour; the caller honours NO_COLOR. */
  readonly color: boolean;
}

// Columns without lines between them, so that the table can be pasted anywhere.
const EDGES = ['top', 'bottom', 'left', 'right', 'mid'].flatMap((edge) =>
  ['', '-mid', '-left', '-right'].map((corner) => [edge + corner, '']),
);
const NO_BORDERS = { ...Object.fromEntries(EDGES), middle: '   ' } as Record<string, string>;

/** An extra column, for reports whose inputs say how much one run does. */
interface Rate {
  readonly head: string;
  readonly of: (row: Row) => number | undefined;
  readonly format: (amount: number, ms: number) => string;
}

const RATES: readonly Rate[] = [
  { head: 'bytes/s', of: ({ bytes }) => bytes, format: formatBytesPerSecond },
  { head: 'calls', of: ({ calls }) => calls, format: formatCallsPerSecond },
];

/** The first column to the left, figures to the right; no newline at the end. */
export function plainTable(head: readonly string[], rows: readonly string[][]): string {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: NO_BORDERS,
    colAligns: ['left', ...right(head.length - 1)],
  });
  table.push(...rows);
  return table.toString().replaceAll(/ +$/gm, '');
}

/** Title, table and the lines that say how it was measured; no newline at the end. */
export function renderReport(report: Report, { color }: TextOptions): string {
  const colors = createColors(color);
  const rates = RATES.filter(({ of }) => report.rows.some((row) => of(row) !== undefined));
  const head = ['input', 'contender', 'time per run', ...rates.map(({ head }) => head)];
  const table = new Table({
    head: [...head, 'speed', 'min – max', 'rounds'].map((text) => colors.bold(text)),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: NO_BORDERS,
    colAligns: ['left', 'left', ...right(4 + rates.length)],
  });
  let previousInput: string | undefined;
  for (const row of report.rows) {
    const isNewInput = row.input !== previousInput;
    if (isNewInput && previousInput !== undefined) table.push([]);
    previousInput = row.input;
    table.push([isNewInput ? row.input : '', row.contender, ...figures(row, report, rates)]);
  }
  return [
    colors.bold(report.title),
    table.toString().replaceAll(/ +$/gm, ''),
    ...footer(report).map((line) => colors.dim(line)),
  ].join('\n');
}

/** One line for each goal; no newline at the end. */
export function renderGoals(goals: readonly Goal[], { color }: TextOptions): string {
  const colors = createColors(color);
  const paint = {
    met: colors.green,
    'not met': colors.red,
    'not measured': colors.yellow,
    'no goal': colors.dim,
  };
  return goals
    .map(({ text, target, measured, verdict }) => {
      const figures = measured ? `measured ${spreadText(measured)}` : 'measured –';
      const result = target ? `goal ${aim(target)}, ${figures}` : figures;
      return `${paint[verdict](verdict.padEnd(12))}  ${text}: ${result}`;
    })
    .join('\n');
}

function aim(target: Target): string {
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
}

function spreadText({ median, min, max }: Spread): string {
  return `${formatRatio(median)} (${formatRatio(min)} – ${formatRatio(max)})`;
}

function figures(row: Row, report: Report, rates: readonly Rate[]): string[] {
  const { runMs, speed } = row;
  if (runMs === null) return ['not run', ...rates.map(() => ''), '', '', '0'];
  const isBaseline = row.contender === report.baseline;
  return [
    formatTime(runMs.median),
    ...rates.map(({ of, format }) => {
      const amount = of(row);
      return amount === undefined ? '' : format(amount, runMs.median);
    }),
    speed ? `${formatRatio(speed.median)} ×` : '–',
    speed && !isBaseline ? `${formatRatio(speed.min)} – ${formatRatio(speed.max)}` : '',
    String(row.samplesMs.length),
  ];
}

function footer(report: Report): string[] {
  const { rounds, roundsAsked, minRoundMs, seed, baseline, elapsedMs } = report;
  const count =
    rounds < roundsAsked ? `${rounds} of ${plural(roundsAsked)} (time limit)` : plural(rounds);
  const limits = report.rows.flatMap(({ limited, contender, input, samplesMs }) =>
    limited === undefined
      ? []
      : [`"${contender}" on "${input}", ${plural(samplesMs.length)}: ${limited}`],
  );
  return [
    `speed: time of "${baseline}" divided by this time, median of the rounds' ratios`,
    ...limits,
    `${count}, samples of at least ${minRoundMs} ms, seed ${seed}, ${formatTime(elapsedMs)} in total`,
    machineLine(report.machine),
  ];
}

function plural(rounds: number): string {
  return rounds === 1 ? '1 round' : `${rounds} rounds`;
}

function right(count: number): 'right'[] {
  return Array.from({ length: count }, () => 'right');
}
