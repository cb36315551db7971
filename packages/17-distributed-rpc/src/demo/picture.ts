// The run as a picture: one line per server, darker where it was busier. Below are the
// failed attempts, and the faults.

import { drawTable } from '../table';
import { PARTS, type Summary } from './summary';

const SHADES = ' ░▒▓█';

export const LEGEND =
  '░▒▓█ calls answered, the darker the more   retried: attempts that another one followed   lost: calls that failed';

// #region picture
export function drawRun({ answered, retried, lost, faults, lastsMs }: Summary): string {
  const most = Math.max(1, ...Object.values(answered).flat());
  const shade = (n: number): string => SHADES[Math.ceil((n / most) * (SHADES.length - 1))] ?? ' ';
  const digit = (n: number): string => (n === 0 ? '·' : n > 9 ? '+' : String(n));
  const marks = new Array<string>(PARTS).fill(' ');
  faults.forEach(({ atMs }, n) => {
    marks[Math.min(PARTS - 1, Math.floor((atMs / lastsMs) * PARTS))] = String(n + 1);
  });
  const rows: [string, string][] = [
    ['', marks.join('')],
    ...Object.entries(answered).map(([letter, counts]): [string, string] => [
      letter,
      counts.map(shade).join(''),
    ]),
    ['retried', retried.map(digit).join('')],
    ['lost', lost.map(digit).join('')],
  ];
  return rows.map(([name, line]) => `  ${name.padEnd(9)}${line}`.trimEnd()).join('\n');
}
// #endregion picture

/** For each fault: how long the client's list was wrong, and how long attempts failed. */
export function drawRecoveries({ faults }: Summary): string {
  const rows = faults.map(({ name, listRightAfterMs, failedAttempts, lastFailureAfterMs }, n) => [
    `${n + 1} ${name}`,
    `${listRightAfterMs} ms`,
    String(failedAttempts),
    lastFailureAfterMs === undefined ? '-' : `${lastFailureAfterMs} ms`,
  ]);
  return drawTable(
    ['what happened', 'list right after', 'attempts failed', 'the last after'],
    rows,
  );
}

/** For each kind of call: their number, and their outcomes. */
export function drawCalls({ calls }: Summary): string {
  const rows = calls.map(({ kind, made, lost, counted, longestMs }) => {
    return [kind, String(made), String(lost), String(counted ?? '-'), `${longestMs} ms`];
  });
  return drawTable(['calls', 'made', 'lost', 'counted by the store', 'the longest took'], rows);
}
