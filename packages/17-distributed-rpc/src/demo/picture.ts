// The run as a picture: one line per server, darker where it was busier. Below are the
// failed attempts, and the faults.

import { drawTable } from '../table';
import type { Report } from './run';

const COLUMNS = 72;
const SHADES = ' ░▒▓█';

export const LEGEND =
  '░▒▓█ calls answered, the darker the more   retried: attempts that another one followed   lost: calls that failed';

// #region picture
export function drawRun({ calls, attempts, happened, lastsMs }: Report): string {
  const columnOf = (atMs: number): number =>
    Math.min(COLUMNS - 1, Math.floor((atMs / lastsMs) * COLUMNS));
  const count = (times: readonly number[]): number[] => {
    const counts = new Array<number>(COLUMNS).fill(0);
    for (const atMs of times) counts[columnOf(atMs)]!++;
    return counts;
  };
  const letters = [...new Set(attempts.map(({ letter }) => letter))].sort();
  const answered = letters.map((letter) =>
    count(attempts.flatMap((a) => (a.letter === letter && a.code === undefined ? [a.atMs] : []))),
  );
  const most = Math.max(1, ...answered.flat());
  const shade = (n: number): string => SHADES[Math.ceil((n / most) * (SHADES.length - 1))] ?? ' ';
  const digit = (n: number): string => (n === 0 ? '·' : n > 9 ? '+' : String(n));
  const marks = new Array<string>(COLUMNS).fill(' ');
  happened.forEach(({ atMs }, n) => (marks[columnOf(atMs)] = String(n + 1)));
  const rows: [string, string][] = [
    ['', marks.join('')],
    ...letters.map((letter, n): [string, string] => [
      letter,
      (answered[n] ?? []).map(shade).join(''),
    ]),
    [
      'retried',
      count(attempts.flatMap((a) => (a.isRetried ? [a.atMs] : [])))
        .map(digit)
        .join(''),
    ],
    [
      'lost',
      count(calls.flatMap((c) => (c.code ? [c.atMs + c.tookMs] : [])))
        .map(digit)
        .join(''),
    ],
  ];
  return rows.map(([name, line]) => `  ${name.padEnd(9)}${line}`.trimEnd()).join('\n');
}
// #endregion picture

/** For each fault: how long the client's list was wrong, and how long attempts failed. */
export function drawRecoveries({ happened }: Report): string {
  const rows = happened.map(({ fault, atMs, settledAtMs, lastFailureAtMs, failures }, n) => [
    `${n + 1} ${fault.name}`,
    `${Math.round(settledAtMs - atMs)} ms`,
    String(failures),
    lastFailureAtMs === undefined ? '-' : `${Math.round(lastFailureAtMs - atMs)} ms`,
  ]);
  return drawTable(
    ['what happened', 'list right after', 'attempts failed', 'the last after'],
    rows,
  );
}

/** For each kind of call: their number, and their outcomes. */
export function drawCalls({ calls, counted }: Report): string {
  const rows = (['read', 'plain', 'keyed'] as const).map((kind) => {
    const some = calls.filter((call) => call.kind === kind);
    const lost = some.filter(({ code }) => code !== undefined).length;
    const longestMs = Math.max(...some.map(({ tookMs }) => tookMs));
    const inStore = kind === 'read' ? '-' : String(counted[kind]);
    return [kind, String(some.length), String(lost), inStore, `${Math.round(longestMs)} ms`];
  });
  return drawTable(['calls', 'made', 'lost', 'counted by the store', 'the longest took'], rows);
}
