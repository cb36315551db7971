// The result of the servers' benchmark as text for a terminal: a table for each workload.

import { createColors } from 'picocolors';
import { formatCallsPerSecond, formatRatio, formatTime } from './format';
import { growthLine } from './growth';
import { machineLine } from './machine';
import type { ServerCell, ServerResults, WorkloadInfo } from './server-results';
import { median, type Spread } from './statistics';
import { plainTable, type TextOptions } from './table';

export const SERVER_COLUMNS = [
  'contender',
  'calls',
  'speed',
  'min – max',
  'CPU a call',
  'user + system',
  'system calls',
  'memory/conn.',
  'p50',
  'p99',
  'load',
];

/** All workloads, then how it was measured; no newline at the end. */
export function renderServers(results: ServerResults, options: TextOptions): string {
  const colors = createColors(options.color);
  const blocks = results.workloads.map((workload) => {
    const cells = cellsOf(results, workload);
    return [
      colors.bold(`${workload.name}: ${workload.summary}`),
      plainTable(
        SERVER_COLUMNS.map((text) => colors.bold(text)),
        cells.filter(({ notRun }) => notRun === undefined).map(serverFigures),
      ),
      ...serverNotes(cells).map((line) => colors.dim(line)),
    ].join('\n');
  });
  const growth = (results.growth ?? []).map(growthLine);
  return [
    ...blocks,
    ...(growth.length > 0 ? [growth.join('\n')] : []),
    serverFooter(results)
      .map((line) => colors.dim(line))
      .join('\n'),
  ].join('\n\n');
}

/** A row: in the order of the table's columns. */
export function serverFigures(cell: ServerCell): string[] {
  const { cpuMicros, systemCalls, memoryPerConnectionBytes: memory, latency } = cell;
  return [
    cell.contender,
    cell.callsPerSecond ? formatCallsPerSecond(cell.callsPerSecond.median, 1_000) : '–',
    cell.speed ? `${formatRatio(cell.speed.median)} ×` : '–',
    cell.speed ? range(cell.speed) : '',
    cpuMicros ? formatTime((cpuMicros.user + cpuMicros.system) / 1_000) : '–',
    cpuMicros ? `${formatRatio(cpuMicros.user)} + ${formatRatio(cpuMicros.system)}` : '',
    'perCall' in systemCalls ? formatRatio(systemCalls.perCall) : '–',
    memory === null ? '–' : formatBytes(memory),
    latency ? formatTime(latency.p50Ms) : '–',
    latency ? formatTime(latency.p99Ms) : '–',
    `${loadPercent(cell)}${cell.invalid === undefined ? '' : ' !'}`,
  ];
}

/** What the figures mean, how they were measured, and on what machine. */
export function serverFooter(results: ServerResults): string[] {
  const { conditions, load, seed, machine } = results;
  const rounds = Math.max(0, ...results.cells.map((cell) => cell.rounds.length));
  const averages = (values: readonly number[]): string => values.map(formatLoad).join(' ');
  const generator = `load generator in ${load.kind === 'c' ? 'C' : 'JavaScript'}`;
  const legend = [
    'speed: calls a second divided by those of "naive", median and range of the rounds’ ratios',
    'latency: from when a call was due, at a fixed rate, to its answer; load: the load generator’s share of a core',
    `${rounds} ${rounds === 1 ? 'round' : 'rounds'} of each workload`,
  ];
  return [
    ...(results.cells.length > 0 ? legend : []),
    `seed ${seed}, ${generator}, ${formatTime(conditions.elapsedMs)} in total`,
    `${machineLine(machine)}, load average ${averages(conditions.loadBefore)} before, ${averages(
      conditions.loadAfter,
    )} after${conditions.isBusy ? ': the machine had other work' : ''}`,
  ];
}

function formatLoad(value: number): string {
  return value.toFixed(2);
}

/** What the table does not show: what was not run, or must not be used. */
export function serverNotes(cells: readonly ServerCell[]): string[] {
  return cells.flatMap(({ contender, notRun, invalid, systemCalls }) => {
    if (notRun !== undefined) return [`"${contender}" was not run: ${notRun}`];
    return [
      ...(invalid === undefined ? [] : [`"${contender}" is invalid: ${invalid}`]),
      ...('notMeasured' in systemCalls
        ? [`"${contender}", system calls not measured: ${systemCalls.notMeasured}`]
        : []),
    ];
  });
}

function loadPercent({ rounds }: ServerCell): string {
  if (rounds.length === 0) return '–';
  return `${Math.round(median(rounds.map(({ loadShare }) => loadShare)) * 100)} %`;
}

function range({ min, max }: Spread): string {
  return `${formatRatio(min)} – ${formatRatio(max)}`;
}

/** Bytes of memory, in powers of two. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1024 ** 2) return `${formatRatio(bytes / 1024 ** 2)} MiB`;
  return `${formatRatio(bytes / 1024)} KiB`;
}

/** The workload's cells, in the order of the contenders. */
export function cellsOf(results: ServerResults, { name }: WorkloadInfo): ServerCell[] {
  return results.cells.filter(({ workload }) => workload === name);
}
