// The result of a run: a verdict for each case, and the full report of each failure.

import type { Case } from '../case';
import type { Exit } from '@bytes-up/testkit';
import type { FailureDetails } from '../client/failure';

/**
 * pass: the server met the clause. expected: it did not, and the model declares that with
 * a reason. unexpected pass: declared, but it passed, so the declaration is wrong. not
 * applicable: not run, with the reason. not run: the first call of all failed, so nothing
 * else could be judged. fail: the server broke the clause.
 */
export const VERDICTS = [
  'pass',
  'expected',
  'not applicable',
  'not run',
  'unexpected pass',
  'fail',
] as const;

export type Verdict = (typeof VERDICTS)[number];

export interface Result {
  readonly case: Case;
  readonly verdict: Verdict;
  /** The model's reason, why the case is not applicable, or the failure in one line. */
  readonly reason?: string;
  /** What was expected and what the server did, if it broke the clause. */
  readonly failure?: FailureDetails;
  /** All bytes of a case that failed, in both directions, and every event. */
  readonly transcript?: readonly string[];
  /** What the server printed on standard error until it failed. */
  readonly stderr?: string;
  /** How the server ended, if it ended by itself before the case failed. */
  readonly exit?: Exit;
  /** The failure with its transcript, line by line. */
  readonly story?: readonly string[];
  readonly tookMs: number;
  /** How often it was judged, if the machine stalled during a failure (runner.ts). */
  readonly judged?: number;
  /** How many attempts within the case proved nothing, as the suite stalled (pace.ts). */
  readonly inVain?: number;
}

/** True when a run with these results ends with exit code 0. */
export function isGood(results: readonly Result[]): boolean {
  return results.every(({ verdict }) => !['fail', 'unexpected pass', 'not run'].includes(verdict));
}

/** How many results have each verdict. */
export function count(results: readonly Result[]): Record<Verdict, number> {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0]));
  for (const { verdict } of results) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts as Record<Verdict, number>;
}

/** `112 passed, 3 expected, 2 not applicable, 0 failed` */
export function summaryLine(results: readonly Result[]): string {
  const counts = count(results);
  const parts = [`${counts.pass} passed`];
  if (counts.expected > 0) parts.push(`${counts.expected} failed as expected`);
  if (counts['not applicable'] > 0) parts.push(`${counts['not applicable']} not applicable`);
  if (counts['not run'] > 0) parts.push(`${counts['not run']} not run`);
  if (counts['unexpected pass'] > 0) parts.push(`${counts['unexpected pass']} passed unexpectedly`);
  parts.push(`${counts.fail} failed`);
  const again = results.filter(({ judged }) => judged !== undefined).length;
  if (again > 0) parts.push(`${again} judged again because the machine stalled`);
  const inVain = results.reduce((sum, { inVain: one = 0 }) => sum + one, 0);
  if (inVain > 0) parts.push(`${inVain} attempts repeated because the suite stalled`);
  return parts.join(', ');
}
