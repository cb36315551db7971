// The report of a run: for people what did not pass, then a table by area; for programs
// JSON.

import Table from 'cli-table3';
import { AREAS } from '../areas';
import type { Case } from '../case';
import { DEFAULT_MODEL, type Model } from '../model';
import { count, isGood, summaryLine, VERDICTS, type Result, type Verdict } from '../run/result';
import { colors } from './colors';

const MARKS: Readonly<Record<Verdict, string>> = {
  pass: colors.green('pass'),
  expected: colors.yellow('expected'),
  'not applicable': colors.dim('not applicable'),
  'not run': colors.red('not run'),
  'unexpected pass': colors.red('unexpected pass'),
  fail: colors.red('fail'),
};

export interface ReportOptions {
  readonly verbose: boolean;
  readonly tookMs: number;
  /** What a reader should know about the run. */
  readonly notes?: readonly string[];
  /** The command or address, which names a server that has no model file. */
  readonly subject?: string;
}

/** The whole report as text. */
export function report(
  model: Model,
  results: readonly Result[],
  { verbose, tookMs, notes = [], subject }: ReportOptions,
): string {
  const shown = results.filter(({ verdict }) => verbose || verdict !== 'pass');
  const left = results.filter(({ verdict }) => verdict === 'not applicable');
  const name = model.name === DEFAULT_MODEL.name ? (subject ?? model.name) : model.name;
  const summary = `${name}: ${summaryLine(results)} (${(tookMs / 1000).toFixed(1)} s)`;
  return [
    ...shown.filter(({ verdict }) => !['fail', 'not applicable'].includes(verdict)).map(line),
    ...block(verbose ? left.map(line) : folded(left)),
    ...block(notes.map((note) => colors.yellow(note))),
    '',
    table(results),
    // Last, because that is what a terminal shows when the run ends.
    ...results.flatMap(({ verdict, story = [] }) => (verdict === 'fail' ? ['', ...story] : [])),
    ...(results.some(({ verdict }) => verdict === 'fail') ? [''] : []),
    isGood(results) ? colors.green(summary) : colors.red(summary),
    '',
  ].join('\n');
}

/** The cases by area, one per line. */
export function listing(cases: readonly Case[]): string {
  const width = Math.max(...cases.map(({ id }) => id.length));
  const lines = AREAS.flatMap((area) => {
    const own = cases.filter((one) => one.area === area);
    if (own.length === 0) return [];
    const rows = own.map(({ id, title }) => `  ${id.padEnd(width)}  ${title}`);
    return [`${area} (${own.length})`, ...rows];
  });
  return `${lines.join('\n')}\n${cases.length} cases\n`;
}

/** The same as JSON. */
export const json = {
  list: (cases: readonly Case[]): string =>
    text(cases.map(({ id, title, area, clauses, codes }) => ({ id, title, area, clauses, codes }))),
  results: (model: Model, results: readonly Result[], notes: readonly string[] = []): string =>
    text({
      model: { name: model.name, title: model.title },
      good: isGood(results),
      counts: count(results),
      notes,
      cases: results.map(({ case: one, verdict, reason, story, tookMs }) => ({
        id: one.id,
        title: one.title,
        area: one.area,
        clauses: one.clauses,
        verdict,
        ...(reason !== undefined && { reason }),
        ...(story !== undefined && { story }),
        tookMs: Math.round(tookMs),
      })),
    }),
};

/** How many cases do not apply for which reason. */
function folded(left: readonly Result[]): readonly string[] {
  if (left.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { reason = '' } of left) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [
    `${MARKS['not applicable']}  ${left.length} ${left.length === 1 ? 'case' : 'cases'}; --verbose lists them`,
    ...[...counts].map(([reason, many]) => colors.dim(`  ${String(many).padStart(3)}  ${reason}`)),
  ];
}

/** These lines after an empty one, or nothing if there are none. */
function block(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function line({ case: one, verdict, reason }: Result): string {
  const why = reason === undefined ? '' : colors.dim(` — ${reason}`);
  return `${MARKS[verdict]}  ${one.id}  ${one.title}${why}`;
}

function table(results: readonly Result[]): string {
  const verdicts = VERDICTS.filter(
    (verdict) => ['pass', 'fail'].includes(verdict) || count(results)[verdict] > 0,
  );
  const drawn = new Table({
    head: ['area', ...verdicts],
    style: { head: [], border: [] },
    colAligns: ['left', ...verdicts.map(() => 'right' as const)],
  });
  for (const area of AREAS) {
    const own = results.filter((result) => result.case.area === area);
    if (own.length === 0) continue;
    const counts = count(own);
    drawn.push([area, ...verdicts.map((verdict) => counts[verdict] || '·')]);
  }
  return drawn.toString();
}

function text(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
